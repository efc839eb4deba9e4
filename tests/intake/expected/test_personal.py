"""No column about a person gets past its name, and no e-mail address or telephone number its look."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.expected.personal import is_personal, looks_personal

_PEOPLE = """
name NAME customer_name firstName last-name surname FullName name_kana
address Address1 ship_to_address street city TownName prefecture addr
phone Telephone tel TEL Tel. custTel tel2 mobile_no cell fax contact
e-mail E-Mail email Mail mailaddress zip zip_code ZIP postcode postal_code
birth birthday date_of_birth DOB age sex gender owner customer recipient consignee sender buyer
氏名 お名前 名前 姓 名 顧客名 会員名 お客様名 受取人 届け先 送り先 差出人 宛名 宛先 様 担当者
フリガナ ふりがな カナ 氏名カナ ﾌﾘｶﾞﾅ ヨミガナ
住所 ご住所 住所1 番地 都道府県 市区町村 建物名
郵便番号 〒 電話 電話番号 携帯 携帯電話 ＴＥＬ ファックス メール メールアドレス Ｅメール 連絡先 ご連絡先
生年月日 誕生日 年齢 性別 申込者
"""
_THINGS = """
claim kit serial model colour color count replaced model_name 商品名 製品名 型名 カラー名 型番 仕様
tracking_number 追跡番号 受付番号 お問い合わせ番号 シリアル番号 製造番号 数量 色 備考
customer_id 顧客番号 hotel
postage page status
"""
ABOUT_PEOPLE, ABOUT_THINGS = _PEOPLE.split(), _THINGS.split()


@pytest.mark.parametrize("name", ABOUT_PEOPLE)
def test_a_column_about_a_person_is_known_by_its_name(name):
    assert is_personal(name)


@pytest.mark.parametrize("name", ABOUT_THINGS)
def test_a_column_about_a_thing_is_none(name):
    assert not is_personal(name)


@given(st.sampled_from(ABOUT_PEOPLE), st.sampled_from(["", "x ", "1_", "（任意）", "受取 "]), st.booleans())
def test_what_stands_around_it_does_not_hide_it(name, beside, is_wide):
    shown = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in name) if is_wide else name
    assert is_personal(f"{beside}{shown}")


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
        ("555-123-4567", None),
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
