"""Published recalls, read, indexed and judged as the maker's notice says: each shape, each bound.

One file for each notice: its source, the serials' form, each version of its list, and cases. A case says what
is told of the unit (`told`: the model on its card, `""` for none of them; `colour`, `channel`), how the
serial was read (`how`: scanned or keyed), and what must be said: verdict and reasons, the main one first.
"""

from __future__ import annotations

import tomllib
from operator import ne
from pathlib import Path
from typing import Any

import pytest

from intake.affected import ListErrors, parse_csv
from intake.campaign import Campaign, Catalogue, parse
from intake.in_force import ListInForce
from intake.known import LookUps
from intake.near import look_alikes
from intake.receipt import Policy
from intake.reference import AffectedIndex, publish
from intake.serial_number import normalise
from intake.verdict import Judgement, Told, Verdict
from tests.intake.verdict.campaigns import numbered

HERE = Path(__file__).parent
FILES = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in sorted(HERE.glob("*.toml"))}
HEAD = "# version: {version}\n# published: 2031-02-03\n# training: no\n"
VERSIONS = [(name, place) for name, each in FILES.items() for place in range(len(each["lists"]))]


def campaign_of(name: str) -> Campaign:
    """Give the campaign of a notice; what no verdict rests on is the same for all."""
    said = FILES[name]
    models = [
        {
            "name": model,
            "product": model,
            "un_number": "UN3480",
            "wh": 50.0,
            "wh_confirmed": False,
            "grams": 500,
            "grams_confirmed": False,
            "colours": [{"name": colour} for colour in colours],
            "remedy": {"item": "as the notice says"},
        }
        for model, colours in said["models"].items()
    ]
    return parse(
        {
            "id": name.replace("_", "-"),
            "title": {"en": name, "ja": name},
            "maker": said["maker"],
            "authority": "as the notice says",
            "announced": "2031-02-03",
            "models": models,
            "serial": said["serial"],
            "sources": [said["source"]],
        }
    )


def in_force(name: str, place: int, folder: Path) -> ListInForce:
    """Read, publish and open one version of a notice's list."""
    campaign, version = campaign_of(name), str(place + 1)
    text = HEAD.format(version=version) + FILES[name]["lists"][place]["rows"].lstrip()
    index = AffectedIndex.open(publish(parse_csv(text, campaign), folder))
    return ListInForce(campaign.id, version, training=False, since=0, max_age_days=0, index=index)


def judged(look_ups: LookUps, case: dict[str, Any]) -> Judgement:
    told = Told(case.get("told"), case.get("colour"), case.get("channel"))
    vouched = case.get("how", "scanned") == "scanned"
    return look_ups.judge(normalise(case["serial"]), 0, told, vouched=vouched)


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """Give look-ups over the lists of some notices."""
    folder = tmp_path_factory.mktemp("lists")
    opened = {each: in_force(*each, folder) for each in VERSIONS}

    def judging(*versions: tuple[str, int], beside: tuple[Campaign, ...] = ()) -> LookUps:
        catalogue = Catalogue((*(campaign_of(name) for name, _ in versions), *beside))
        no_journal: Any = None  # a verdict needs none
        look_ups = LookUps(no_journal, catalogue, Policy())
        look_ups.lists = tuple(opened[each] for each in versions)
        return look_ups

    yield judging
    for entry in opened.values():
        entry.index.close()


@pytest.mark.parametrize(("name", "place"), VERSIONS)
def test_every_bound_is_judged_as_published(desk, name, place):
    look_ups = desk((name, place))
    wrong = {}
    for case in FILES[name]["lists"][place]["cases"]:
        found = judged(look_ups, case)
        said = " ".join((found.verdict, *found.reasons))
        hint = case.get("near", found.near)
        if said != case["says"] or found.near != hint or case.get("model", found.model) != found.model:
            wrong[case["serial"], case.get("told")] = (said, found.model, found.near)
        assert found.verdict is Verdict.INVALID or found.list_version == str(place + 1)
    assert not wrong


@pytest.mark.parametrize("name", [name for name, each in FILES.items() if "refused" in each])
def test_a_misprint_is_refused_with_its_row(name):
    for refused in FILES[name]["refused"]:
        with pytest.raises(ListErrors) as fault:
            parse_csv(HEAD.format(version="1") + refused["rows"].lstrip(), campaign_of(name))
        assert str(fault.value).startswith(refused["says"])


def test_a_corrected_list_answers_otherwise(desk):
    """The same unit, told AFFECTED by the first version and not by the second."""
    case = {"serial": "6C553ABCS9WA", "told": "A1061"}
    answers = [judged(desk(("apple_2006", 0)), case), judged(desk(("apple_2006", 1)), case)]
    assert [each.verdict for each in answers] == [Verdict.AFFECTED, Verdict.NOT_AFFECTED]


def test_reading_i_as_1_is_one_campaigns_rule_and_not_anothers(desk):
    """A code of INIU has an I; beside it stands a campaign whose serials, of the same length, have none."""
    other = numbered("other", lengths=[6], alphabet="0123456789", fold={"I": "1", "O": "0"})
    look_ups = desk(("iniu_2025", 0), beside=(other,))
    named = {"serial": "000I21", "colour": "black", "channel": "amazon-us"}
    assert judged(look_ups, named).verdict is Verdict.AFFECTED
    assert judged(look_ups, named | {"serial": "000I22"}).near == "000122"


def test_all_of_them_together_never_clear_what_one_of_them_names(desk):
    """Campaigns whose serials look alike stand side by side: at most they make each other uncertain."""
    look_ups = desk(*((name, len(each["lists"]) - 1) for name, each in FILES.items()))
    for said in FILES.values():
        for case in said["lists"][-1]["cases"]:
            if case["says"].startswith("AFFECTED"):
                assert judged(look_ups, case).verdict in {Verdict.AFFECTED, Verdict.UNCERTAIN}


@pytest.mark.parametrize(("name", "place"), VERSIONS)
def test_one_typing_error_never_clears_what_is_named(desk, name, place):
    look_ups = desk((name, place))
    rule = look_ups.catalogue.campaigns[0].serial
    for case in FILES[name]["lists"][place]["cases"]:
        if case["says"].startswith("AFFECTED") and "all_units" not in case["says"]:
            normal = normalise(case["serial"])
            for typed in look_alikes(normal, rule):
                if is_one_error(typed, normal):
                    found = judged(look_ups, case | {"serial": typed, "how": "keyed"})
                    assert found.verdict is not Verdict.NOT_AFFECTED, (typed, normal)


def is_one_error(typed: str, normal: str) -> bool:
    """Tell whether one character differs, or two are swapped."""
    differ = sum(map(ne, typed, normal)) if len(typed) == len(normal) else 0
    return differ == 1 or (differ == 2 and sorted(typed) == sorted(normal))


def test_every_notice_has_serials_on_both_sides():
    for name, said in FILES.items():
        for listed in said["lists"]:
            verdicts = {case["says"].split()[0] for case in listed["cases"]}
            assert len(verdicts & {"AFFECTED", "NOT_AFFECTED", "UNCERTAIN"}) > 1, name
