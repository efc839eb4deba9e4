"""Unseen campaigns: whole campaigns drawn at random, and lists of every shape for them.

Alphabets are small and serials short, so that rows overlap, conditions meet, and chance finds every edge.
"""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from intake.affected import AffectedList, AffectedRow, ListHead, RowReader, columns_of
from intake.campaign import Campaign, parse
from intake.part import Part

ALPHABETS = ("01", "09AZ", "-0A", "-09AZ")
COLOURS = ("black", "white", "lime-green")
CHANNELS = ("web", "shop-2", "abroad")
HEAD = ListHead("zz-any", "1", training=True, published="2031-02-04")


def _model(name: str) -> dict[str, Any]:
    return {
        "name": name,
        "product": f"Product {name}",
        "un_number": "UN3480",
        "wh": 40.0,
        "wh_confirmed": False,
        "grams": 200,
        "grams_confirmed": False,
        "units_announced": None,
        "colours": [{"name": colour} for colour in COLOURS],
        "remedy": {"item": "Item"},
    }


@st.composite
def parts(draw: st.DrawFn, alphabet: str, shortest: int) -> dict[str, Any]:
    """Draw stretches that every serial has: from its front, from its end, and of a group between hyphens."""
    length = draw(st.integers(1, shortest - 1))
    found = {
        "code": {"start": draw(st.integers(0, shortest - length)), "length": length},
        "tail": {"start": -draw(st.integers(1, shortest)), "length": 1},
    }
    if "-" in alphabet:
        found["group"] = {
            "group": draw(st.integers(1, 2)),
            "start": draw(st.sampled_from((0, -1))),
            "length": 1,
        }
    return found


@st.composite
def campaigns(draw: st.DrawFn) -> Campaign:
    """Draw a campaign: alphabet, one or two lengths, perhaps a pattern, parts, models."""
    alphabet = draw(st.sampled_from(ALPHABETS))
    lengths = draw(st.sampled_from(([4], [5], [4, 6])))
    return parse(
        {
            "id": HEAD.campaign,
            "title": {"en": "Recall", "ja": "回収"},
            "maker": "Maker",
            "authority": "Nobody",
            "announced": "2031-02-03",
            "models": [_model(name) for name in ("X", "Y-2")],
            "serial": {
                "lengths": lengths,
                "alphabet": alphabet,
                "pattern": draw(st.sampled_from(("", f"[{alphabet}]*[{alphabet[-1]}][{alphabet}]*"))),
                "parts": draw(parts(alphabet, min(lengths))),
            },
            "sources": ["made at test time"],
        }
    )


def texts(campaign: Campaign, width: int, *, hyphens: bool = True) -> st.SearchStrategy[str]:
    """Draw a text of the campaign's characters."""
    alphabet = campaign.serial.alphabet if hyphens else campaign.serial.alphabet.replace("-", "")
    return st.text(st.sampled_from(alphabet), min_size=width, max_size=width)


@st.composite
def serials(draw: st.DrawFn, campaign: Campaign) -> str:
    """Draw a text of one of the campaign's lengths, valid where its pattern lets it be."""
    return draw(texts(campaign, draw(st.sampled_from(campaign.serial.lengths))))


def _sets(one: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(one, min_size=1, max_size=3).map("|".join)


@st.composite
def _whole(draw: st.DrawFn, campaign: Campaign) -> dict[str, str]:
    length = draw(st.sampled_from(campaign.serial.lengths))
    valid = texts(campaign, length).filter(campaign.serial.matches)
    first, last = sorted((draw(valid), draw(valid)))
    return {"first": first, "last": draw(st.sampled_from((last, "")))}


@st.composite
def _mask(draw: st.DrawFn, campaign: Campaign, wildcards: str) -> dict[str, str]:
    serial = draw(serials(campaign))
    hidden = draw(st.sets(st.integers(0, len(serial) - 1), min_size=1, max_size=len(serial) - 1))
    marks = [draw(st.sampled_from(wildcards)) if n in hidden else text for n, text in enumerate(serial)]
    return {"mask": "".join(marks)}


@st.composite
def _by_parts(draw: st.DrawFn, campaign: Campaign, *, ranged: bool) -> dict[str, str]:
    """Name some parts by sets, and one of them by a range."""
    rule: dict[str, Part] = campaign.serial.parts
    names = draw(st.lists(st.sampled_from(sorted(rule)), min_size=1, unique=True))
    values: dict[str, str] = {}
    for name in names:
        value = texts(campaign, rule[name].length, hyphens=not rule[name].group)
        if ranged and name == names[0]:
            values[f"{name}_first"], values[f"{name}_last"] = sorted((draw(value), draw(value)))
        else:
            values[name] = draw(_sets(value))
    return values


def keys(campaign: Campaign) -> st.SearchStrategy[dict[str, str]]:
    """Draw the key columns of one row, of any kind."""
    affix = st.integers(1, 3).flatmap(lambda width: texts(campaign, width))
    fixed = st.just({"prefix": campaign.serial.alphabet[0]})
    return st.one_of(
        _whole(campaign),
        st.fixed_dictionaries({"prefix": _sets(affix)}),
        st.fixed_dictionaries({"suffix": _sets(affix)}),
        st.fixed_dictionaries({"prefix": _sets(affix), "suffix": affix}),
        _mask(campaign, "?"),
        _mask(campaign, "?*"),
        _by_parts(campaign, ranged=False),
        _by_parts(campaign, ranged=True),
        st.builds(dict.__or__, _by_parts(campaign, ranged=True), fixed),
        st.just({"all_units": "yes"}),
    )


@st.composite
def values(draw: st.DrawFn, campaign: Campaign) -> dict[str, str]:
    """Draw one row as its columns."""
    said = {
        "model": draw(st.sampled_from(campaign.models)).name,
        "colour": draw(st.sampled_from(("", "black", "white|black"))),
        "channel": draw(st.sampled_from(("", *CHANNELS, "shop-2|abroad"))),
        "note": draw(st.sampled_from(("", "lot 7"))),
    }
    return said | draw(keys(campaign))


def rows_of(campaign: Campaign, said: list[dict[str, str]]) -> tuple[AffectedRow, ...]:
    """Read rows given by their columns, as an import reads them."""
    columns = columns_of(campaign)
    reader = RowReader(columns, campaign)
    return tuple(
        reader.read(line, [row.get(column, "") for column in columns]) for line, row in enumerate(said, 1)
    )


def list_of(campaign: Campaign, said: list[dict[str, str]]) -> AffectedList:
    """Give the list whose rows say this."""
    return AffectedList(HEAD.campaign, HEAD.version, HEAD.training, HEAD.published, rows_of(campaign, said))


def tables(campaign: Campaign, *, most: int = 12) -> st.SearchStrategy[list[dict[str, str]]]:
    """Draw the rows of a list, each as its columns; some may say the same."""
    return st.lists(values(campaign), min_size=1, max_size=most)


@st.composite
def cases(draw: st.DrawFn, *, most: int = 12) -> tuple[Campaign, list[dict[str, str]]]:
    """Draw a campaign and the rows of a list of it."""
    campaign = draw(campaigns())
    return campaign, draw(tables(campaign, most=most))
