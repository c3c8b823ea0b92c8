"""A system that answers nonsense or half an answer: the stream stops where it was, and nothing is lost."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from connectors.freee.twin import FreeeTwin
from connectors.hubspot.twin import HubSpotTwin
from hub.sdk.twin import serve
from hub.store import streams
from hub.sync.run import Report
from tests.e2e.worlds import Installation, Said
from tests.pipeline.ready import ready_file

PARTIAL, INVALID = 4, 5
PLACE = "books/partners"
CONFIG = """\
hub: 1
language: en
connections:
  books:
    connector: freee
    settings:
      base_url: http://freee.test
      token_url: http://freee.test/public_api/token
      company_id: 1
      client_id: twin-client
      client_secret: twin-secret
      refresh_token: refresh-0
      page_size: 2
    streams:
      partners: {}
      invoices: {}
"""
CRM_CONFIG = """\
hub: 1
language: en
connections:
  crm:
    connector: hubspot
    settings: {base_url: "http://hubspot.test", access_token: key, properties: [customer_rank]}
    streams:
      contacts: {mapping: contacts.yaml}
      companies: {mapping: companies.yaml}
"""
NAMES = {f"会社{number}" for number in range(5)}


@pytest.fixture
def world(tmp_path: Path) -> Installation:
    made = Installation(tmp_path)
    ready_file(tmp_path / "hub.db")
    made.write("config.yaml", CONFIG)
    made.systems["books"] = FreeeTwin(made.clock)
    twin_of(made).seed(partners=[{"name": name} for name in sorted(NAMES)])
    return made


def twin_of(world: Installation) -> FreeeTwin:
    twin = world.systems["books"]
    assert isinstance(twin, FreeeTwin)
    return twin


def cursor_of(world: Installation) -> str | None:
    with world.hub_at_work() as hub, hub.database.begin() as tx:
        return streams.standing(tx, streams.stream_id(tx, "books", "partners"))[0]


def answer_with_a_web_page(world: Installation, times: int = 1) -> None:
    page = "<!DOCTYPE html><title>ただいまメンテナンス中です</title>".encode()
    twin_of(world).fail_next(
        times, status=200, headers={"content-type": "text/html"}, body=page, path="/api/1/partners"
    )


def reasons(report: Report) -> dict[str, str]:
    """Why streams stopped, as the log tells it."""
    return {place: str(reason) for place, reason in report.ledger.stopped.items()}


def test_a_web_page_instead_of_an_answer_is_told_with_system_and_stream(world: Installation) -> None:
    answer_with_a_web_page(world)
    report = world.sync()
    assert report.state == "partial"
    assert reasons(report) == {
        PLACE: (
            "broken contract: GET /api/1/partners: the answer (200) is a web page, not JSON: "
            "a proxy, a login page or a maintenance notice answered. Check `base_url` and the proxy; the "
            "next run tries again"
        )
    }


def test_a_web_page_instead_of_an_answer_moves_no_cursor_and_deletes_nobody(world: Installation) -> None:
    world.sync()
    before = cursor_of(world)
    answer_with_a_web_page(world)
    world.sync()
    assert (cursor_of(world), world.names()) == (before, NAMES)


def test_after_a_web_page_the_next_run_reads_what_it_hid(world: Installation) -> None:
    answer_with_a_web_page(world)
    world.sync()
    assert world.sync().state == "ok"
    assert world.names() == NAMES


def test_a_web_page_ends_the_command_with_the_code_for_partial(world: Installation) -> None:
    answer_with_a_web_page(world)
    with serve(twin_of(world)) as served:
        world.write("config.yaml", CONFIG.replace("http://freee.test", served.base_url))
        said = world.hub("sync")
    assert said.exit == PARTIAL
    assert "books/partners: broken contract: GET /api/1/partners: the answer (200) is a web page" in said.out


@pytest.mark.parametrize("personal", [False, True])
def test_a_check_logs_the_shape_of_an_answer_that_nobody_understood(world: Installation, personal: bool) -> None:
    log = f"log: {{format: json, personal_values: {str(personal).lower()}}}\n"
    twin_of(world).fail_next(9, status=200, body=b'{"companies": [{"owner": "Yamada Taro"}]}', method="GET")
    with serve(twin_of(world)) as served:
        world.write("config.yaml", CONFIG.replace("http://freee.test", served.base_url) + log)
        said = world.hub("check", "--connect")
    (told,) = [line for line in said.err.splitlines() if "check_stopped" in line]
    assert r"{\"companies\":[{\"owner\":\"…\"}]}" in told
    assert ("Yamada Taro" in said.err) == personal


def test_a_page_that_is_cut_off_once_is_asked_for_again(world: Installation) -> None:
    twin_of(world).cut_body_at(40, path="/api/1/partners")
    assert world.sync().state == "ok"
    assert world.names() == NAMES


def test_a_page_that_is_always_cut_off_stops_the_stream_with_a_reason(world: Installation) -> None:
    twin_of(world).cut_body_at(40, times=100, path="/api/1/partners")
    report = world.sync()
    assert reasons(report) == {PLACE: "retry later: GET /api/1/partners: no whole answer came (CutOffError)"}


def test_a_page_that_is_cut_off_in_the_middle_loses_nothing(world: Installation) -> None:
    real = twin_of(world).handle
    asked: list[str] = []

    def after_two_pages(request: object) -> object:
        asked.append("")
        if len(asked) == 4:
            twin_of(world).cut_body_at(40, times=100, path="/api/1/partners")
        return real(request)  # type: ignore[arg-type]

    twin_of(world).handle = after_two_pages  # type: ignore[method-assign,assignment]
    first = world.sync().ledger.pulls[PLACE]
    twin_of(world).faults.waiting.clear()
    second = world.sync().ledger.pulls[PLACE]
    assert (first.stopped is None, second.stopped, world.names()) == (False, None, NAMES)
    assert 0 < first.new < len(NAMES)
    assert first.new + second.new == len(NAMES)


def said_at_a_rate_limit(world: Installation, *command: str) -> tuple[Said, datetime]:
    """What a command says while the system asks for ten minutes at every request; and when they will be over."""
    twin_of(world).fail_next(9, status=429, headers={"retry-after": "600"}, path="/api/1")
    with serve(twin_of(world)) as served:
        world.write("config.yaml", CONFIG.replace("http://freee.test", served.base_url))
        return world.hub(*command), datetime.now(UTC) + timedelta(minutes=10)


def named_in(told: str, out: str) -> datetime:
    """The moment that stands in the sentence, which the terminal tells to the minute and in Japan's time."""
    found = re.search(re.escape(told).replace("AT", r"(\d{4}-\d\d-\d\d \d\d:\d\d)"), out)
    assert found is not None, out
    return datetime.strptime(f"{found[1]}+0900", "%Y-%m-%d %H:%M%z")


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("en", "books/partners: retry at AT or later: GET /api/1/partners: too many requests (429)"),
        ("ja", "books/partners: AT より後に続けられます:「GET /api/1/partners: 要求が多すぎます（429）」"),
    ],
)
def test_a_rate_limit_is_told_with_the_time_at_which_it_is_over(world: Installation, lang: str, told: str) -> None:
    said, over = said_at_a_rate_limit(world, "--lang", lang, "sync")
    assert said.exit == PARTIAL
    assert timedelta(0) <= over - named_in(told, said.out) < timedelta(minutes=2)


@pytest.mark.parametrize(("lang", "told"), [("en", "try again at AT or later"), ("ja", "AT より後に、もう一度試して")])
def test_a_check_at_a_rate_limit_tells_when_to_try_again(world: Installation, lang: str, told: str) -> None:
    said, over = said_at_a_rate_limit(world, "--lang", lang, "check", "--connect")
    assert said.exit == PARTIAL
    assert timedelta(0) <= over - named_in(told, said.out) < timedelta(minutes=2)


def test_a_record_without_an_id_is_quarantined_as_it_came_and_the_rest_goes_on(world: Installation) -> None:
    nameless = '{"name": "番号なし", "update_date": "2026-03-01"}'
    body = f'{{"partners": [{nameless}, {{"id": 77, "name": "番号あり", "update_date": "2026-03-01"}}]}}'.encode()
    twin_of(world).fail_next(
        status=200, headers={"content-type": "application/json"}, body=body, path="/api/1/partners"
    )
    ledger = world.sync().ledger.pulls[PLACE]
    [waiting] = world.quarantined()
    assert (ledger.quarantined, ledger.adds_up) == (1, True)
    assert waiting.payload == nameless.encode()
    assert "番号あり" in world.names()


def test_a_record_that_got_its_id_leaves_the_quarantine_when_its_stream_is_read_anew(world: Installation) -> None:
    body = b'{"partners": [{"name": "x", "update_date": "2026-03-01"}]}'
    head = {"content-type": "application/json"}
    twin_of(world).fail_next(status=200, headers=head, body=body, path="/api/1/partners")
    world.sync()
    [waiting] = world.quarantined()
    assert waiting.reason.endswith("have it mended in its system, and read the stream anew with `hub sync --reread`")
    world.sync()
    assert world.quarantined() == [waiting]
    with world.hub_at_work() as hub, hub.database.begin() as tx:
        streams.forget_cursor(tx, streams.stream_id(tx, "books", "partners"))
    world.sync()
    assert (world.quarantined(), world.names()) == ([], NAMES)


OWN_MAPPING = """\
mapping: 1
connector: freee
stream: partners
parts:
  company:
    fields:
      name: name
      phone: phoen
      notes: memo_on_partner
"""


@pytest.mark.parametrize("command", [("check",), ("plan",), ("sync",)])
def test_a_field_that_the_system_does_not_have_is_refused_before_anything_is_asked(
    world: Installation, command: tuple[str, ...]
) -> None:
    world.write("partners.yaml", OWN_MAPPING)
    world.write("config.yaml", CONFIG.replace("partners: {}", "partners: {mapping: partners.yaml}"))
    said = world.hub(*command)
    lines = (said.out + said.err).replace(f"{world.folder}/", "").splitlines()
    phone, memo = [line.strip(" -") for line in lines if "has no field" in line]
    assert said.exit == INVALID
    assert phone == (
        "partners.yaml:8:14: freee.partners has no field 'phoen'; did you mean 'phone'? "
        "name others under settings: more_fields"
    )
    assert memo.startswith("partners.yaml:9:14: freee.partners has no field 'memo_on_partner'; known: address_")
    assert twin_of(world).requests == []


def test_a_field_that_is_newer_than_the_hub_may_be_named_in_the_settings(world: Installation) -> None:
    world.write("partners.yaml", OWN_MAPPING.replace("phoen", "phone"))
    text = CONFIG.replace("partners: {}", "partners: {mapping: partners.yaml}")
    world.write("config.yaml", text.replace("page_size: 2", "page_size: 2\n      more_fields: [memo_on_partner]"))
    assert world.hub("check").exit == 0


def test_a_field_that_the_vendor_has_added_is_told_once(world: Installation) -> None:
    assert world.sync().ledger.pulls[PLACE].appeared == []
    body = b'{"partners": [{"id": 77, "name": "N", "update_date": "2026-04-01", "points": {"loyalty": 7}}]}'
    head = {"content-type": "application/json"}
    found = []
    for _ in "ab":
        twin_of(world).fail_next(status=200, headers=head, body=body, path="/api/1/partners")
        found.append(world.sync().ledger.pulls[PLACE].appeared)
    assert found == [["points.loyalty"], []]


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("[1]", "の形が思っていたものと違います: `object` のはずが `array` です"),
        ('{"partners": 5}', "の形が思っていたものと違います: $.partners が `array | null` のはずのところ `int` です"),
        ('{"partners": x}', "が正しい JSON ではありません: JSON の書き方が崩れています（13 バイト目: 置けない文字）"),
        ("", "が途中で切れました: 途中で終わっています"),
    ],
)
def test_an_answer_of_another_shape_is_told_in_japanese_to_its_end(world: Installation, answer: str, told: str) -> None:
    head = {"content-type": "application/json"}
    twin_of(world).fail_next(9, status=200, headers=head, body=answer.encode(), path="/api/1/partners")
    with serve(twin_of(world)) as served:
        world.write("config.yaml", CONFIG.replace("http://freee.test", served.base_url))
        said = world.hub("--lang", "ja", "sync")
    assert f"答え（200）{told}」" in said.out


def test_a_stream_that_was_taken_out_and_put_back_goes_on_where_it_was(world: Installation) -> None:
    world.sync()
    without = CONFIG.replace("      partners: {}\n", "")
    world.write("config.yaml", without)
    assert world.sync().state == "ok"
    twin_of(world).user_edits("partners", min(twin_of(world).tables["partners"]), {"name": "改名"})
    world.write("config.yaml", CONFIG)
    assert world.sync().state == "ok"
    assert world.names() == {"改名", *sorted(NAMES)[1:]}


def test_a_stream_that_was_taken_out_leaves_its_customers_here(world: Installation) -> None:
    world.sync()
    world.write("config.yaml", CONFIG.replace("      partners: {}\n", ""))
    world.sync()
    assert world.names() == NAMES


def test_a_connection_that_was_taken_out_leaves_its_customers_here(world: Installation) -> None:
    world.sync()
    sheet = "  sheet:\n    connector: email\n    settings: {kind: maildir, path: mails}\n    streams: {messages: {}}\n"
    world.write("config.yaml", CONFIG.partition("  books:")[0] + sheet.replace("mails", str(world.folder / "mails")))
    for name in ("cur", "new", "tmp"):
        (world.folder / "mails" / name).mkdir(parents=True)
    assert world.sync().state == "ok"
    assert world.names() == NAMES


def test_a_cursor_that_is_nobodys_is_refused_with_the_streams_name_and_nothing_is_lost(world: Installation) -> None:
    world.sync()
    with world.hub_at_work() as hub, hub.database.begin() as tx:
        streams.advance(tx, streams.stream_id(tx, "books", "partners"), "page 7 of the old system", hub.now_text())
    report = world.sync()
    assert reasons(report) == {
        PLACE: "broken contract: freee, partners: the stored cursor cannot be read; pull from the start"
    }
    assert world.names() == NAMES


def test_a_property_that_only_contacts_have_is_no_field_of_a_companies_mapping(tmp_path: Path) -> None:
    world, twin = Installation(tmp_path), HubSpotTwin()
    twin.stores["contacts"].define("customer_rank")
    for stream in ("contacts", "companies"):
        parts = "parts: {company: {fields: {rank: properties.customer_rank}}}"
        world.write(f"{stream}.yaml", f"mapping: 1\nconnector: hubspot\nstream: {stream}\n{parts}\n")
    with serve(twin) as served:
        world.write("config.yaml", CRM_CONFIG.replace("http://hubspot.test", served.base_url))
        said = world.hub("check", "--connect")
    told = [line for line in said.out.splitlines() if "has no field" in line]
    assert (said.exit, len(told)) == (PARTIAL, 1)
    assert "companies.yaml:4:34: hubspot.companies has no field 'properties.customer_rank'" in told[0]
