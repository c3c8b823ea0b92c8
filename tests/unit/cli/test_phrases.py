"""Whatever the inner floors and the connectors say to a person is known in Japanese, sentence by sentence.

The sentences are read off the sources: a new one is missing here until it is told in Japanese too, or named as one that
no person is told.
"""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import hub.cli.words.phrases
from hub.cli.failures import failure_of
from hub.cli.words import Say
from hub.cli.words.phrases import in_japanese, own_phrases
from hub.located import ConfigError, LocatedError
from hub.registry import japanese_of, phrases_in
from hub.sdk.errors import PersonNeededError
from hub.store.errors import explained

ROOT = Path(__file__).resolve().parents[3]
SPEAKERS = (
    *("hub/config", "hub/located", "hub/mapping", "hub/model", "hub/normalize", "hub/schedule", "hub/sdk", "hub/store"),
    *(
        "hub/batch",
        "hub/sync",
        "hub/steward",
        "hub/registry.py",
        "hub/cli/scheduled.py",
        "hub/cli/commands/audit.py",
        "connectors",
    ),
)
# Twins, test kits, labels (both languages stand there), tables of words, and writers of Python and SQL.
SILENT = re.compile(
    r"/twin|_twin\.py|/testing/|/migrations/|steward/refusals\.py|sync/reasons\.py|excel/rowxml\.py|"
    r"model/(activity|address|billing|company|derived|line|person|trade|reference)\.py|"
    r"mapping/(source|source_back|whole_back|propose|proposal_words|purchase_headings|choice_words|heading_words|transforms/phrases)\.py|normalize/legal_forms\.py|"
    r"batch/(engine|match|pairs|said|sql)\.py|normalize/identity/|"
    r"store/(alerts|billing_accounts|billing_search|billing_tables|calls|conflicts|console_sessions|console_tokens|deadlines|decisions|doubles)\.py|"
    r"store/(erasures|extract|golden|golden_links|golden_tables|identity|intents|notes|notices|outbox|quality)\.py|"
    r"store/(quarantine|raw|resolve_queue|review|rulebooks|runs|scratch|search|search_terms)\.py|"
    r"store/(second_factors|setting|source_tables|sources|streams|tables|tally|today|transfer|unlinked|users|view_figures|views)\.py"
)
SQL = re.compile(
    r"\s*(SELECT|INSERT|UPDATE|DELETE|CREATE|PRAGMA|WITH|DROP|SET|FOR|WHERE|RELEASE|ROLLBACK|SAVEPOINT|BEGIN|CAST)\b|"
    r"\s*(IN \(SELECT|= ANY|\(SELECT)"
)
NOT_SAID = {
    # of the log and the schedule
    # parts that others put together
    *("{}, not {}", "{} UID {}: {}", ", order: [{}]", "{}:\n{}  levels:", "mapping {}"),
    # steps, which the display words, and keys of what is remembered
    *("audit {}", "push {}", "resolve {}", "exchanged {}", "fields {}"),
    # headers and SQL
    *("Basic {}", "Bearer {}", "TRUNCATE {}", "id = {}", "{} = excluded.{}"),
    # what stands before a list of choices
    "choose from",
    "quiet hours",
    "the run took longer than its interval",
    "no run has ended since",
    "see `hub status`, then `hub check` for {}",
    "mend it as the reason says and save config.yaml; else it is tried again at {}",
    "mend it as the reason says",
    "it is tried at the next run",
    "if they were renamed there, correct the mapping",
    "map them if they are needed",
    "the mapping changed",
    "page arrived",
    "uidvalidity changed",
    "the stored token is tried once more",
    "TokenDocument(renew_at={}, in_flight={})",
    # why a wall stands, which only the clustering asks
    "kept apart where the evidence was weighed",
    # notes that are stored with what they explain, and told by a code
    "merged in {}",
    "created by intent {}",
    "undo of run {}",
    "a merge was undone",
    # moments at which tests die
    *(
        "before send",
        "after answer",
        "after receipt",
        "before look-up",
        "after look-up",
        "before commit",
        "after commit",
    ),
    *("before refresh", "after refresh answer", "after token stored", "backup written"),
    *("restore prepared", "before swap", "after swap"),
    # signs by which other people's sentences are known
    *("database is locked", "database or disk is full", "disk i/o error", "readonly database", "due to lock timeout"),
    *("disk image is malformed", "failed to resolve host", "authentication failed", "does not exist"),
    *("file is not a database", "unable to open database file", "connection refused", "quoted scalar", "Input should"),
    *("Input should be ", "Value error, ", "Assertion failed, ", "unexpected end", "incomplete multibyte"),
    *("not allowed", "too many", "rate limit"),
    # faults of ours, which no settings and no system can bring about
    "a synchronous client is needed",
    "a synchronous transport is needed",
    "a proof that does not cover the body proves nothing",
    "`timestamp_header` and a signed `timestamp` need each other",
    "paging by {} needs `param`",
    "paging by {} needs `next_path`",
    "pages by number may skip a record unseen; deletions by `listing` need `total_path`",
    "an edit that a lagging index shows late would be missed; `overlap_s` must cover `index_lag_s`",
    # webhooks: their senders are told by a status
    "an event has no id or short text at `{}`",
    "the body holds more than {} events",
    "the body is not valid JSON: {}",
    "an event has no time at `{}`",
    # told by a code, or as names
    "another hub works on {}: {}, its lease lasts until {}; stop it, or wait until it is done",
    (
        "this hub lost its lease '{}': another one took over while it stood still; nothing more is stored or sent "
        "from here, and the other hub goes on with the work"
    ),
    "customer-hub config.yaml",
    "Excel / CSV",
    "vCard (.vcf)",
    "true 1 yes y on t ok はい 有 有り あり 可 ○ ◯ 〇 ✓ 済 同意 同意する 希望 希望する 許可 許可する 購読中 上場",
    (
        "false 0 no n off f ng いいえ 無 無し なし 不可 × ✗ x 未 拒否 同意しない 希望しない 不要 許可しない 不許可 "
        "配信停止 非上場 未上場"
    ),
    "id, at, actor, action, facts, commitment, previous, hash",
    "type, name, tbl_name, sql",
    "name, token, holder, expires_at, guarded",
    "7305011, hashtext(current_schema())",
    # lines of the configuration
    "survivorship:\n  entities:\n    {}:\n      {}:\n        {}\n",
    "{}: {{strategy: {}{}, conflict: auto}}",
    "(UID INTERNALDATE RFC822.SIZE BODY.PEEK{})",
}


def _sources() -> Iterator[Path]:
    for speaker in SPEAKERS:
        path = ROOT / speaker
        found = [path] if path.is_file() else sorted(path.rglob("*.py"))
        yield from (file for file in found if not SILENT.search(file.relative_to(ROOT).as_posix()))


def _skipped(tree: ast.AST) -> Iterator[ast.AST]:
    """Docstrings, what an assertion says, descriptions of settings, patterns; and texts inside of an f-string."""
    for node in ast.walk(tree):
        match node:
            case ast.Expr(value=ast.Constant() as text):
                yield text
            case ast.Assert(msg=ast.AST() as message):
                yield from ast.walk(message)
            case ast.JoinedStr(values=values):
                yield from (value for value in values if isinstance(value, ast.Constant))
            case ast.FormattedValue(value=ast.IfExp(body=one, orelse=other)):
                yield from (one, other)
            case ast.keyword(arg="description" | "title" | "pattern", value=value):
                yield from ast.walk(value)
            case ast.Call(func=ast.Attribute(attr="compile" | "search" | "fullmatch"), args=arguments):
                yield from (inner for argument in arguments for inner in ast.walk(argument))


def _forms(node: ast.Constant | ast.JoinedStr) -> list[str]:
    """The sentence with `{}` for its figures; one form for each of the words between which it chooses."""
    if isinstance(node, ast.Constant):
        return [node.value.replace("{", "{{").replace("}", "}}")] if isinstance(node.value, str) else []
    forms = [""]
    for value in node.values:
        match value:
            case ast.Constant(value=text):
                ends = [str(text).replace("{", "{{").replace("}", "}}")]
            case ast.FormattedValue(value=ast.IfExp(body=ast.Constant(value=one), orelse=ast.Constant(value=other))):
                ends = [str(one), str(other)]
            case _:
                ends = ["{}"]
        forms = [form + end for form in forms for end in ends]
    return forms


@cache
def sentences() -> dict[str, str]:
    """What may be said, with the place where it is written."""
    found: dict[str, str] = {}
    for path in _sources():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        skipped = {id(node) for node in _skipped(tree)}
        for node in ast.walk(tree):
            if not isinstance(node, ast.Constant | ast.JoinedStr) or id(node) in skipped:
                continue
            for form in _forms(node):
                words = len(re.findall(r"[A-Za-z]{2,}", form.replace("{}", "")))
                # One word counts too where it stands beside a figure: `3 mails`, `row 2`.
                speaks = " " in form.strip() and words >= (1 if "{}" in form else 2)
                if (
                    speaks
                    and not form.startswith("\n")
                    and not SQL.match(form)
                    and not re.search(r"[ぁ-んァ-ン一-龥].* / ", form)
                ):
                    found.setdefault(form, f"{path.relative_to(ROOT)}:{node.lineno}")
    return found


@cache
def all_said() -> str:
    """Every sentence, to be searched for words within any of them."""
    return "\0".join(sentences())


FIGURE = re.compile("«[^»]*»")


def _filled(form: str) -> str:
    return form.format(*(f"«{number}»" for number in range(form.count("{}"))))


def _is_told(form: str) -> bool:
    whole, after_its_subject = _filled(form), _filled("«of» " + form)
    said = next((text for text in (whole, after_its_subject) if in_japanese(text) != text), None)
    return said is not None and set(FIGURE.findall(in_japanese(said))) == set(FIGURE.findall(said))


def test_each_sentence_is_told_in_japanese_with_all_its_figures() -> None:
    """Where one is missing, put it into hub/cli/words/phrases or the connector's japanese.yaml."""
    said = sentences()
    assert [(said[form], form) for form in sorted(said.keys() - NOT_SAID) if not _is_told(form)] == []


def test_what_is_not_said_is_still_written_somewhere() -> None:
    assert sorted(NOT_SAID - sentences().keys()) == []


def _is_in_use(english: str) -> bool:
    return english.removesuffix("{}").removeprefix("{}").strip() in all_said()


def _has_its_figures(english: str, japanese: str) -> bool:
    used = {name for _, name, _, _ in string.Formatter().parse(japanese) if name}
    return used <= {str(number) for number in range(english.count("{}"))}


def test_each_phrase_is_still_said_somewhere_and_has_the_same_figures() -> None:
    phrases = {**own_phrases(), **japanese_of()}
    foreign = phrases_in(Path(hub.cli.words.phrases.__file__).with_name("foreign.yaml")).keys()
    assert [one for one in phrases if not (_is_in_use(one) or one in SHORT | foreign)] == []
    assert [one for one, japanese in phrases.items() if not _has_its_figures(one, japanese)] == []


# Words inside of sentences, sentences that two places of the source put together.
SHORT = {
    *("absent", "minute", "hour", "day", "month", "weekday"),
    *("a table", "a list", " within {} s", "nothing", "an empty text", "a number", "an object", "13 digits", "log in"),
    "write ${{env:NAME}} or ${{file:path}}: {}",
    *("greater than or equal to {}", "less than or equal to {}", "greater than {}", "less than {}", "known: {}"),
    *("unknown group '{}' of {}", "unknown field '{}' of {}", "{} ({}): {}; expected {}"),
}


def test_what_the_hub_quotes_is_told_too_and_what_nobody_knows_stays() -> None:
    text = "GET /partners: the answer (200) is not valid JSON: not UTF-8 (byte 3)"
    assert in_japanese(text) == (
        "GET /partners: 答え（200）が正しい JSON ではありません: UTF-8 ではありません（byte 3）"
    )
    assert in_japanese("取引先名 はすでに登録されています。") == "取引先名 はすでに登録されています。"
    assert in_japanese("PROPERTY_DOESNT_EXIST: no such thing") == "PROPERTY_DOESNT_EXIST: no such thing"


def test_the_hubs_own_reason_for_a_decision_is_told_in_japanese() -> None:
    assert in_japanese("created by intent 12") == "ハブが書き込み 12 で作った記録"


def test_a_strategy_that_a_person_is_asked_for_is_told_in_japanese() -> None:
    english = "'survivorship.default.strategy' cannot be 'pinned': a person pins a single value"
    assert in_japanese(english).startswith("'survivorship.default.strategy' は 'pinned' にはできません（固定は、")


def test_a_problem_of_the_configuration_says_in_japanese_what_where_and_what_to_do() -> None:
    problem = LocatedError("config.yaml", 3, 1, "unknown key 'lang'", "did you mean 'language'? known: hub, language")
    assert failure_of(ConfigError([problem]), Say("ja")).lines[1] == (
        "config.yaml:3:1: キー 'lang' はありません。'language' の間違いではありませんか。使えるもの: hub, language"
    )
    assert failure_of(ConfigError([problem]), Say("en")).lines[1] == str(problem)


def test_an_error_of_a_system_and_of_the_database_is_told_in_japanese() -> None:
    refused = PersonNeededError("GET /v1/x: the key or token was refused (401); enter a valid one")
    assert failure_of(refused, Say("ja")).lines == [
        "接続先の誤り: GET /v1/x: 鍵かトークンが断られました（401）。有効なものを入れてください"
    ]
    full = failure_of(explained(Exception("database or disk is full")), Say("ja"))
    assert "ディスクがいっぱいです。空きを作って" in full.lines[0]


@pytest.mark.parametrize(
    ("english", "japanese"),
    [
        (
            "c.yaml:2:12: 'time_zone' 'Tokyo' is no time zone; write it as Asia/Tokyo or UTC",
            "'Tokyo' は時刻の地域ではありません",
        ),
        (
            "c.yaml:8:2: r.yaml maps a.rows, not b.rows; write the keys out",
            "r.yaml は a.rows の対応表で、b.rows のもの",
        ),
        (
            "c.yaml:2:1: 'language' cannot be 'de'; choose from: en, ja",
            "'language' は 'de' にはできません。選べるもの: en",
        ),
        ("c.yaml:9:1: 'brake' must be a number, not 'a lot'", "'brake' は数でなければなりません（今は 'a lot'）"),
        ("imap.example.jp: 5 mails (INBOX 3, Sent 2)", "imap.example.jp: メール 5 通（INBOX 3, Sent 2）"),
        ("/var/mail/sales: 3 mails", "/var/mail/sales: メール 3 通"),
        ("顧客.xlsx:Sheet1: row 7: a new row needs 会社名", "顧客.xlsx:Sheet1: 7 行目: 新しい行には 会社名 が要ります"),
        (
            "顧客.xlsx:顧客: row 2: its key would be that of row 3; correct one of the two, or delete it",
            "顧客.xlsx:顧客: 2 行目: 目印が 3 行目と同じになります。どちらかを直すか、消してください",
        ),
        (
            "c.csv: line 2: holds a NUL byte; correct the line · c.csv: line 3: holds a NUL byte; correct the line",
            "NUL バイトがあります。その行を直してください · c.csv: 3 行目: NUL バイトがあります。その行を直して",
        ),
        ("a 法人番号 has 13 digits, this has 12 digits", "法人番号は 13 桁ですが、これは 12 桁です"),
        ("connection freee", "接続 freee"),
        ("server process 12", "server（プロセス 12）"),
    ],
)
def test_sentences_that_are_put_together_are_told_one_by_one(english: str, japanese: str) -> None:
    assert japanese in in_japanese(english)
