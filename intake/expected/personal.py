"""Personal data: what a column about a person is called, and what a person's value looks like.

No owner's data enters the station (design rule 9): a file that holds any is refused, whether the column is
asked for or not. In doubt a name counts as a person's: whoever made the file can rename or drop the column.
"""

from __future__ import annotations

import re
import unicodedata

_WORDS = frozenset(
    {
        *("addr", "city", "contact", "fax", "prefecture", "street", "tel", "town", "zip"),
        *("age", "birth", "cell", "dob", "gender", "kana", "mei", "sei", "sex"),
        *("buyer", "consignee", "customer", "guest", "member", "owner", "payee", "person", "recipient"),
        *("sender", "user"),
    }
)
"""Whole words of a column's name, in ASCII: `tel` is about a person, `hotel` says nothing."""

_STEMS = re.compile(
    r"name|address|phone|mobile|mail|birth|zip|postal|postcode|furigana|katakana|hiragana|surname"
    r"|氏|姓|様|名前|宛|住所|住居|番地|都道府県|市区|町村|建物|部屋番号|電話|携帯|ケータイ|ファクス|ファックス"
    r"|メール|メルアド|連絡先|郵便|〒|生年|誕生|年齢|性別|フリガナ|ふりがな|カナ|かな$|ヨミガナ|よみがな|読み仮名"
    r"|個人|顧客|会員|お客|購入者|所有者|持ち主|受取人|送り主|差出人|依頼主|届け先|送り先|申込者|申請者|担当"
)
_THINGS = re.compile(
    r"(?:model|product|item|colou?r|part)[ _-]*name"
    r"|(?:商品|製品|品|型|型番|機種|モデル|カラー|色)名|仕様|様式"
)
"""What has a name and is no person."""

_NUMBERS = re.compile(
    r"(?:customer|member|user|顧客|会員|お客様?)[ _-]*(?:no|id|number|code|番号|コード|管理番号)",
    re.IGNORECASE,
)
"""A number given to a person is none by itself; it stays out unless it is mapped as the claim's."""

_NAME_OF_PERSON = re.compile(r"名$")
_SEAM = re.compile(r"(?<=[a-z])(?=[A-Z])|[^A-Za-z]+")
_MAIL = re.compile(r"[^\s@]+@[^\s@]+")
_PHONE = re.compile(
    r"\+[0-9][0-9 ()-]{6,}"  # international, ITU-T E.123
    r"|\(?0[0-9]{1,4}[) -]+[0-9]{1,4}[ -]+[0-9]{3,4}"  # Japanese, in groups
    r"|0[5-9]0[0-9]{8}"  # Japanese mobile and IP telephony, in one: 050, 060, 070, 080, 090
    r"|0(?:120|800)[0-9]{6,7}"  # Japanese free of charge
    r"|\(?[2-9][0-9]{2}[). -]+[2-9][0-9]{2}[. -][0-9]{4}"  # North American, in groups
)


def is_personal(column: str) -> bool:
    """Tell whether a column's name looks like one about a person: name, address, phone, e-mail, age."""
    text = unicodedata.normalize("NFKC", column)
    words = {word.lower() for word in _SEAM.split(text) if word}
    rest = _NUMBERS.sub("", _THINGS.sub("", text.lower()))
    if rest != text.lower():
        words = {word for word in _SEAM.split(rest) if word}
    return bool(words & _WORDS or _STEMS.search(rest) or _NAME_OF_PERSON.search(rest.strip()))


def looks_personal(value: str) -> str | None:
    """Say what of a person a value looks like: an e-mail address, a telephone number; None for neither."""
    text = value if value.isascii() else unicodedata.normalize("NFKC", value)
    text = text.strip()
    if "@" in text and _MAIL.search(text):
        return "an e-mail address"
    return "a telephone number" if _PHONE.fullmatch(text) else None
