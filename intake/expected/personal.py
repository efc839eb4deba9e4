"""Personal data: what a column about a person is called, and what a person's value looks like.

No owner's data enters the station (design rule 9): a file that holds any is refused, whether the column is
asked for or not. In doubt a name counts as a person's: whoever made the file can rename or drop the column.
"""

from __future__ import annotations

import re
import unicodedata

from intake.serial_number import plain

_WORDS = frozenset(
    {
        *("addr", "apt", "attn", "city", "contact", "fax", "landline", "prefecture", "street", "suburb"),
        *("cellular", "tel", "telefon", "town", "zip", "iban", "passport", "signature", "ssn"),
        *("age", "bday", "birth", "cell", "dob", "gender", "kana", "mei", "sei", "sex"),
        *("applicant", "buyer", "claimant", "client", "consignee", "cust", "customer", "guest"),
        *("householder", "member", "owner", "payee", "person", "purchaser", "recipient"),
        *("requester", "requestor", "sender", "user"),
    }
)
"""Whole words of a column's name, in ASCII: `tel` is about a person, `hotel` says nothing."""

_STEMS = re.compile(
    r"name|address|adresse|phone|mobile|mail|birth|zip|postal|post[ _.-]*code|furigana|katakana|hiragana"
    r"|(?<![a-z])(?:bill|deliver|sen[dt]|ship|shipped|sold)[ _.-]*to(?!tal)"
    r"|氏|姓|様|殿|名前|名義|宛|住所|住居|アドレス|番地|丁目|号室|都道府県|市区|町村|建物|マンション|アパート"
    r"|部屋番号|自宅|電話|携帯|ケータイ|ファクス|ファックス|メール|メルアド|連絡先|緊急連絡|問い?合わ?せ先|郵便|〒"
    r"|生年|誕生|年[齢令]|性別|ネーム|ローマ字|(?<![ァ-ー])(?:セイ|メイ)(?![ァ-ー])|フリガナ|ふりがな|カナ|かな$|ヨミガナ|よみがな|読み仮名"
    r"|個人|顧客|会員|お客|購入者|所有者|使用者|利用者|持ち主|受取人|送り主|差出人|返送者|荷(?:受|送)り?[人主]"
    r"|依頼[人主者]|申込者|申請者|担当|署名|口座|旅券|パスポート|マイナンバー|免許"
    r"|(?:送り?|届け?|宛て?|配送|配達|発送|出荷|送付|返送|返却|転送|納品|納入|郵送|請求|引取り?|集荷|勤務|訪問)先"
    r"|(?:送り|発送|送付|返送|差出)元"
)
_THINGS = re.compile(
    r"(?<![a-z])(?:article|brand|campaign|carrier|colou?r|courier|device|file|goods|item|kit|model|part|product"
    r"|series|sheet|sku|trade|type|variant)[ _.-]*name(?![a-z])"
    r"|(?<![a-z])name of (?:the )?(?:colou?r|item|model|part|product)(?![a-z])"
    r"|(?:品|製品|品目|部品|型|型番|型式|形式|機種|モデル|カラー|色|種類|銘柄|ブランド|シリーズ|メーカー|キャンペーン"
    r"|ファイル|シート|(?:運送|配送)(?:会社|業者))名(?!義|前|宛|簿)|仕様|様式|模様"
    r"|(?<![a-z])(?:bluetooth|mac)[ _.-]*address(?![a-z])|macアドレス"
    r"|(?<![a-z])mobile[ _.-]*(?:battery|charger)|携帯(?:用?バッテリー|充電器|電源)"
    r"|(?<![a-z])(?:battery|lithium)[ _.-]*cell(?![a-z])"
    r"|(?<![a-z])cell[ _.-]*(?:count|lot|maker|type)(?![a-z])"
    r"|郵便物?(?:の?追跡|の?お?問い?合わ?せ)番号|(?<![a-z])postal[ _.-]*tracking"
)
"""What has a name, an address or a parcel's number and is no person."""

_NUMBERS = re.compile(
    r"(?:(?:customer|client|claimant|cust|member|user)[ _.-]*(?:no|id|number|code)(?![a-z])"
    r"|(?:顧客|会員|お客様?)[ _.-]*(?:no(?![a-z])|id(?![a-z])|管理番号|番号|コード))"
)
"""A number given to a person is none by itself; it stays out unless it is mapped as the claim's."""

_NAME_OF_PERSON = re.compile(r"名\s*(?:$|[(\[/:0-9])")
_SEAM = re.compile(r"(?<=[a-z])(?=[A-Z])|[^A-Za-z]+")
_APART = r"[\s._*/,:・-]+"
_SPREAD = re.compile(rf"(?<![A-Za-z])[A-Za-z](?:{_APART}[A-Za-z])+(?![A-Za-z])")
"""Letters that stand apart: `n a m e`, `N.A.M.E`."""

_GAP = re.compile(rf"(?<=[^\x00-\x7f]){_APART}(?=[^\x00-\x7f])")
"""Between Japanese characters, which forms spread over a cell: 住　所, 電・話."""

_MAIL = re.compile(r"[^\s@]+@[^\s@]+")
_DASH = re.compile(r"(?<=[0-9)])\s*[\u2010-\u2015\u2212\u2500\u30fc]\s*(?=[0-9(])")
"""Every stroke that hands and input methods put between digits, the mark of a long vowel too."""

_PHONE = re.compile(
    r"(?<![0-9A-Z-])(?:TEL|PHONE|FAX)?(?:"
    r"\+[0-9][0-9 ().-]{6,}"  # international, ITU-T E.123
    r"|(?=(?:[ ().-]*[0-9]){10,11}(?![ ().-]*[0-9]))"  # Japanese, 10 or 11 digits in groups
    r"\(?0[1-9][0-9]{0,4}[ ().-]+[0-9][0-9 ().-]*[0-9]"
    r"|0[5-9]0[0-9]{8}"  # Japanese mobile and IP telephony, in one: 050, 060, 070, 080, 090
    r"|0(?:120|800)[0-9]{6,7}"  # Japanese free of charge
    r"|0[1-9][0-9]{8}"  # Japanese with an area code, in one
    r"|(?:\+?1[ .-]+)?\(?[2-9][0-9]{2}[). -]+[2-9][0-9]{2}[. -][0-9]{4}"  # North American, in groups
    r")(?![0-9A-Z-])",
    re.IGNORECASE,
)


def is_personal(column: str) -> bool:
    """Tell whether a column's name looks like one about a person: name, address, phone, e-mail, age."""
    text = _drawn_together(column)
    rest = _NUMBERS.sub(" ", _THINGS.sub(" ", text.lower()))
    seams = _SEAM.split(text if rest == text.lower() else rest)
    words = {word.lower() for word in seams if word}
    letters = "".join(_SEAM.split(rest)).lower()  # `na me`, where the name is nothing else
    return bool(
        _WORDS & {letters, *words, *(word.removesuffix("s") for word in words)}
        or _STEMS.search(rest)
        or _STEMS.fullmatch(letters)
        or _NAME_OF_PERSON.search(rest)
    )


def _drawn_together(column: str) -> str:
    """Give a name as it is meant: one width, nothing unseen, characters that stand apart together."""
    text = unicodedata.normalize("NFKC", _seen(column))
    return _SPREAD.sub(lambda found: "".join(_SEAM.split(found[0])), _GAP.sub("", text)).strip()


def _seen(text: str) -> str:
    """Leave out what no one sees: joiners, breaks without width (Unicode: Cf)."""
    return text if text.isascii() else "".join(each for each in text if unicodedata.category(each) != "Cf")


def looks_personal(value: str) -> str | None:
    """Say what of a person a value looks like: an e-mail address, a telephone number; None for neither."""
    text = value if value.isascii() else _DASH.sub("-", plain(_seen(value)))
    if "@" in text and _MAIL.search(text):
        return "an e-mail address"
    return "a telephone number" if _PHONE.search(text) else None
