from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.normalize.identity.mailboxes import mailboxes, words_of
from hub.normalize.identity.sites import site_owner


@pytest.mark.parametrize(
    "text",
    [
        *(
            "taro@yamada.co.jp",
            "TARO@Yamada.CO.JP",
            "ｔａｒｏ＠ｙａｍａｄａ．ｃｏ．ｊｐ",
            "mailto:taro@yamada.co.jp?subject=x",
            "<taro@yamada.co.jp>",
        ),
        *(
            "山田 太郎 <taro@yamada.co.jp>",
            " taro @ yamada.co.jp ",
            "taro(at)yamada.co.jp",
            "Email: taro@yamada.co.jp",
            "taro@yamada.co.jp（個人）",
        ),
        *(
            "taro＠yamada.co.jp",
            "taro@yamada。co。jp",
            "taro@yamada.co.jp\u200b",
            "taro@yamada.co.jp;",
            "「taro@yamada.co.jp」",
            "メール：taro@yamada.co.jp",
            "taro@yamada.co,jp",
            "taro@yamada,co.jp",
            "taro@yamada.cojp",
            "taro@yamada.co.j",
            "taro@yamada.co.jpp",
            "taro@@yamada.co.jp",
        ),
    ],
)
def test_a_mailbox_has_one_address_in_every_writing(text: str) -> None:
    assert [box.address for box in mailboxes(text)] == ["taro@yamada.co.jp"]


@pytest.mark.parametrize(
    "text",
    ["Taro.Yamada+shop@gmail.com", "taroyamada@gmail.com", "t.a.r.o.yamada@googlemail.com", "taroyamada@gmail.con"],
)
def test_addresses_that_one_mailbox_answers_to_meet(text: str) -> None:
    assert mailboxes(text)[0].address == "taroyamada@gmail.com"


@pytest.mark.parametrize("text", ["a@b-shop.jp,c@d-shop.jp", "a@b-shop.jp, c@d-shop.jp"])
def test_a_comma_parts_two_mailboxes(text: str) -> None:
    assert [box.address for box in mailboxes(text)] == ["a@b-shop.jp", "c@d-shop.jp"]


def test_each_mailbox_of_a_cell_is_read_once() -> None:
    cell = "taro@yamada.jp; INFO@yamada.jp、taro@yamada.jp / hanako@yamada.jp"
    assert [box.address for box in mailboxes(cell)] == ["taro@yamada.jp", "info@yamada.jp", "hanako@yamada.jp"]
    assert len(mailboxes(" ".join(f"a{number}@yamada.jp" for number in range(2000)))) == 5


@pytest.mark.parametrize(
    ("address", "owner", "is_role", "is_carrier"),
    [
        ("taro@yamada.co.jp", "yamada.co.jp", False, False),
        ("taro@mail.tokyo.yamada.co.jp", "yamada.co.jp", False, False),
        ("info@yamada.co.jp", "yamada.co.jp", True, False),
        ("keiri-2@yamada.jp", "yamada.jp", True, False),
        ("taro@gmail.com", "", False, False),
        ("taro@yahoo.co.jp", "", False, False),
        ("taro@aqua.ocn.ne.jp", "", False, False),
        ("keyaki@rose.infoweb.ne.jp", "", False, False),
        ("taro@docomo.ne.jp", "", False, True),
        ("taro@t.vodafone.ne.jp", "", False, True),
        ("a..b.@ezweb.ne.jp", "", False, True),
        ("keiri@gmail.com", "", True, False),
        ("soumu@city.chiyoda.tokyo.jp", "chiyoda.tokyo.jp", True, False),
        ("info@yamada.jimdofree.com", "yamada.jimdofree.com", True, False),
        # Who makes up customers uses the names that are reserved for it.
        ("ichiro@aozora.example.co.jp", "aozora.example.co.jp", False, False),
        ("ichiro@aozora.example", "aozora.example", False, False),
        ("ichiro@aozora.test", "aozora.test", False, False),
        ("ichiro.sato@example.com", "", False, False),
    ],
)
def test_an_address_tells_whose_it_is(address: str, owner: str, is_role: bool, is_carrier: bool) -> None:
    box = mailboxes(address)[0]
    assert (box.owner, box.is_role, box.is_carrier) == (owner, is_role, is_carrier)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "なし",
            "―",
            "test@example.com",
            "taro@example.co.jp",
            "test@yamada.co.jp",
            "xxx@xxx.com",
            "a@b",
            "@yamada.jp",
            "taro@",
        ),
        *(
            "dummy@dummy.com",
            "nomail@yamada.jp",
            "taro@test.com",
            "taro@localhost",
            "taro@yamada",
            "taro@yamada..jp",
            "aaa@aaa.aaa",
        ),
    ],
)
def test_what_reaches_nobody_is_no_mailbox(text: str) -> None:
    assert mailboxes(text) == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("taro@yamada.jp", "jiro@yamada.jp"),
        ("taro@yamada.jp", "taro@yamada.co.jp"),
        ("t.aro@yamada.jp", "taro@yamada.jp"),
    ],
)
def test_different_mailboxes_have_different_addresses(one: str, other: str) -> None:
    assert mailboxes(one)[0].address != mailboxes(other)[0].address


@pytest.mark.parametrize(
    ("name", "words"),
    [("taro.yamada", ("taro", "yamada")), ("t-ohno", ("t", "ono")), ("syouko_sato01", ("shoko", "sato")), ("123", ())],
)
def test_the_words_of_a_mailbox_are_keys_of_names(name: str, words: tuple[str, ...]) -> None:
    assert words_of(name) == words


@given(st.one_of(st.emails(), st.text(alphabet="abc@.+jp。＠ ;<>co", max_size=30)))
def test_an_address_put_in_again_stays(text: str) -> None:
    for box in mailboxes(text):
        assert mailboxes(box.address) == (box,)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "https://www.yamada.co.jp/",
            "http://yamada.co.jp",
            "www.yamada.co.jp/company?x=1",
            "yamada.co.jp",
            "ＨＴＴＰ：／／ｗｗｗ．yamada．co．jp",
        ),
        *(
            "https://shop.yamada.co.jp:8443/a/b#c",
            "//yamada.co.jp",
            "https:/yamada.co.jp",
            "HTTPS://YAMADA.CO.JP/INDEX.HTML",
            " yamada.co.jp ",
        ),
    ],
)
def test_a_site_has_one_owner_in_every_writing(text: str) -> None:
    assert site_owner(text) == "yamada.co.jp"


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("https://ameblo.jp/yamada/entry-1.html", "ameblo.jp/yamada"),
        ("https://www.facebook.com/yamada.shop", "facebook.com/yamada.shop"),
        ("https://yamada.jimdofree.com/about", "yamada.jimdofree.com"),
        ("https://www.facebook.com/", ""),
        ("https://www.city.chiyoda.tokyo.jp/", "chiyoda.tokyo.jp"),
        ("https://www.yamada.com/jp", "yamada.com"),
        ("https://yamada.co.uk", "yamada.co.uk"),
        ("https://日本語.jp", "日本語.jp"),
        ("なし", ""),
        ("", ""),
        ("https://example.com", ""),
        ("https://www.aozora.example.co.jp/", "aozora.example.co.jp"),
        ("https://aozora.example/about", "aozora.example"),
        ("http://", ""),
    ],
)
def test_a_shared_host_is_owned_by_nobody_but_its_customers(text: str, owner: str) -> None:
    assert site_owner(text) == owner


@given(st.text(alphabet="abwy.:/jpco＠-", max_size=30))
def test_an_owner_put_in_again_stays(text: str) -> None:
    assert site_owner(site_owner(text)) == site_owner(text)
