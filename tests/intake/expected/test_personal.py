"""No column about a person gets past its name, and no e-mail address or telephone number its look."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.expected.personal import is_personal, looks_personal

_PEOPLE = """
name|NAME|Name|customer_name|firstName|last-name|surname|FullName|name_kana|nickname|Given Name|family name
Contact Name|Customer.Name|nameOfOwner|name of the customer|product name of customer|item owner's name
address|Address1|ship_to_address|Delivery address|street|city|TownName|prefecture|addr|Addr.|suburb|apt
Ship To|shipTo|ship_to|SHIP-TO|Bill To|Sold to|deliver to|Shipped To|attn|ATTN:|phone|Telephone|tel|TEL|Tel.
custTel|tel2|TEL1|mobile_no|cell|Cellular|fax|Landline|Telefon|contact|phone1|e-mail|E-Mail|email|Mail
mailaddress|E - mail|E_MAIL|mailaddr|zip|zip_code|ZIP|postcode|post code|postal_code|birth|birthday
date_of_birth|DOB|D.O.B.|bday|age|sex|gender|passport|Passport No|iban|ssn|signature|owner|Owner|customer
customer notes|recipient|recipients|consignee|sender|buyer|Client|Claimant|Applicant|requester|purchaser
householder|guest|user|Cust.|user identity|n a m e|N.A.M.E|N a m e|n_a_m_e|a-d-d-r-e-s-s
e m a i l|na\u200bme|氏名|お名前|名前|姓|名|名(漢字)|名 1|顧客名|会員名|お客様名|お客様|芳名|フルネーム
ニックネーム|ローマ字|署名|名義人|殿|様|貴殿|受取人|届け先|お届け先|お届先|送り先|差出人|宛名|宛先|担当者
配送先|発送先|送付先|返送先|郵送先|請求先|納品先|出荷先|配達先|荷受人|荷送人|発送元|返送元|依頼主|依頼者
使用者|利用者|返送者|申込者|申請者|勤務先|問い合わせ先|購入者|所有者|会員|フリガナ|ふりがな|カナ|氏名カナ
ﾌﾘｶﾞﾅ|ヨミガナ|よみがな|商品名カナ|セイ|メイ|住所|ご住所|住所1|番地|丁目|号室|都道府県|市区町村|建物名
マンション|自宅|アドレス|返品名義|郵便番号|〒|電話|電話番号|携帯|携帯電話|携帯番号|ＴＥＬ|電話１|ファックス
メール|メールアドレス|Ｅメール|ｅ－ｍａｉｌ|ﾒｰﾙ|連絡先|ご連絡先|緊急連絡|生年月日|誕生日|年齢|年令|性別
口座番号|旅券番号|パスポート|マイナンバー|免許証番号|住　所|氏　名|電　話|電　話　番　号|フ リ ガ ナ
ふり がな|メ　ー　ル|住・所|氏.名|お 名 前|口　座|配 送 先|メール_アドレス
"""
_THINGS = """
claim|Claim|claim_no|claim number|Claim No.|CLAIM ID|case number|RMA|RMA No|reference|ticket|order number
order id|kit|Kit|kit number|KIT-ID|kit name|label|parcel|parcel number|box|bag|tracking number
tracking_number|TrackingNo|Tracking #|waybill|carrier|carrier name|courier_name|shipment id|shipping date
ship date|shipped on|total|serial|Serial|serial number|serial_no|S/N|SN|s.n.|SERIAL|device serial
unit serial|serial no. (16)|model|Model|model number|model_no|model name|ModelName|MODEL-NAME|model.name
type|type name|variant|variant name|product|product name|Product Name|productName|PRODUCT_NAME|product-name
item name|ItemName|name of product|name of the item|brand name|trade name|series name|campaign|campaign name
campaign_id|recall|recall campaign|colour|color|Colour|colour name|color_name|ColorName|count|quantity|qty
units|number of units|devices|replaced|replacement|replacement sent|replaced yes/no|status|state|remark
remarks|note|notes|date|received|page|sku|SKU|SKU name|part number|part name|P/N|p/n|jan|JAN|EAN|UPC|lot
batch|date code|capacity|Wh|voltage|hotel|postage|MAC address|Bluetooth address|mobile battery
Mobile Battery Model|cell type|battery cell|customer_id|Customer No|client id|postal tracking number
file name|sheet_name|n o t e|c o u n t|m.o.d.e.l|p r o d u c t n a m e|商品名|製品名|型名|品名|カラー名|色名
型番|型式|型式名|機種|機種名|モデル|モデル名|商品名称|製品番号|商品番号|商品コード|仕様|模様|品目名|部品名
種類名|銘柄名|ブランド名|シリーズ名|メーカー名|キャンペーン名|キャンペーン|キャンペーン番号|ファイル名|様式
追跡番号|送り状番号|伝票番号|お問い合わせ番号|問合せ番号|受付番号|受付番号1|受付日|管理番号|整理番号
申込番号|回収番号|回収キット番号|キット番号|キット|荷物番号|荷物|運送会社|運送会社名|配送業者名|配送日
発送日|返送日|到着日|シリアル番号|シリアル|シリアルナンバー|製造番号|製造年月|製造日|ロット|ロット番号|数量
個数|台数|色|カラー|備考|区分|状態|交換済み|交換済|交換品|対象|対象機種|容量|電圧|電池|充電器|顧客番号
会員番号|お客様番号|携帯バッテリー|携帯充電器|郵便追跡番号|郵便物お問い合わせ番号|ＭＡＣアドレス|商 品 名
製　品　名|型 名|色　名|品　名|シ リ ア ル 番 号|受　付　番　号|追 跡 番 号|数　量|備　考
"""


def _headings(table: str) -> list[str]:
    return [heading for line in table.split("\n") for heading in line.split("|") if heading]


ABOUT_PEOPLE, ABOUT_THINGS = _headings(_PEOPLE), _headings(_THINGS)
BESIDE = ["", "x ", "1_", "（任意）", "受取 "]


@pytest.mark.parametrize("name", ABOUT_PEOPLE)
def test_a_column_about_a_person_is_known_by_its_name(name):
    assert is_personal(name)


@pytest.mark.parametrize("name", ABOUT_THINGS)
def test_a_column_about_a_thing_is_none(name):
    assert not is_personal(name)


@pytest.mark.parametrize("name", ["na me", "Ad dress", "t e l", "t el", "ph_one"])
def test_a_break_within_a_name_that_stands_alone_does_not_hide_it(name):
    assert is_personal(name)


@given(st.sampled_from(ABOUT_PEOPLE), st.sampled_from(BESIDE), st.booleans())
def test_what_stands_around_it_does_not_hide_it(name, beside, is_wide):
    shown = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in name) if is_wide else name
    assert is_personal(f"{beside}{shown}")


@pytest.mark.parametrize(
    "name",
    ["住所", "氏名", "電話番号", "フリガナ", "メール", "name", "NAME", "tel", "phone", "address", "email"],
)
@given(gaps=st.lists(st.sampled_from([" ", "\u3000", ".", "．", "・", "_", "  ", "\u200b "]), min_size=20))
def test_characters_that_stand_apart_do_not_hide_it(name, gaps):
    spread = "".join(f"{character}{gap}" for character, gap in zip(name, gaps, strict=False))
    assert is_personal(spread)


@pytest.mark.parametrize(
    "name", ["商品名", "製品名", "型番", "追跡番号", "色名", "数量", "serial", "claim", "count"]
)
@pytest.mark.parametrize("gap", [" ", "\u3000", ".", "・", "_"])
def test_characters_that_stand_apart_make_no_person_of_a_thing(name, gap):
    assert not is_personal(gap.join(name))


@pytest.mark.parametrize(
    ("value", "what"),
    [
        ("taro@example.jp", "an e-mail address"),
        ("ｔａｒｏ＠ｅｘａｍｐｌｅ．ｊｐ", "an e-mail address"),
        ("090-1234-5678", "a telephone number"),
        ("０９０１２３４５６７８", "a telephone number"),
        ("03-1234-5678", "a telephone number"),
        ("(03) 1234-5678", "a telephone number"),
        ("0120-775-171", "a telephone number"),
        ("0120775171", "a telephone number"),
        ("+81 90 1234 5678", "a telephone number"),
        *(
            (number, "a telephone number")
            for number in """
0312345678|(03)1234-5678|03(1234)5678|090 1234 5678|03.1234.5678|0120-12-3456|090-12345678|+81(0)3-1234-5678
090‐12345678|090‐1234‐5678|090−1234−5678|090ー1234ー5678|090ｰ1234ｰ5678
090–1234–5678|０３（１２３４）５６７８|０９０－１２３４－５６７８|090\u200b-1234-5678
TEL 090-1234-5678|Tel:03-1234-5678|tel090-1234-5678|電話090-1234-5678|山田 090-1234-5678|fax 0312345678
1-800-555-1234|+1.555.223.4567|1 (800) 555-1234|+1 800 555 1234
""".strip()
            .replace("\n", "|")
            .split("|")
        ),
        ("555-123-4567", None),
        ("ABCD0312345678", None),
        ("0312345678-1", None),
        ("5551234567", None),
        ("ABCD1234EFGH5678", None),
        ("555-223-4567", "a telephone number"),
        ("481000000011", None),
        ("4810-0000-0011", None),
        ("0000000123", None),
        ("C-090-1", None),
        ("2026-0001-0002", None),
        ("KIT-7", None),
        ("", None),
    ],
)
def test_a_persons_value_is_known_by_its_look(value, what):
    assert looks_personal(value) == what
