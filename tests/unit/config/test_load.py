"""Loading a configuration: it holds together, or everything that is wrong is said at once."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import SecretStr

from hub.cli.commands.serve import oidc_of
from hub.config import Config, ConfigError, load_config
from hub.config.console import Role
from hub.console.security.roles import ROLES
from hub.sdk.connector import ConnectorSettings
from hub.sdk.manifest import StreamManifest

PARTNERS = "mapping: 1\nconnector: freee\nstream: partners\nparts: {company: {fields: {name: name}}}\n"
CONFIG = """
hub: 1
connections:
  books:
    connector: freee
    settings: {token: "${env:TOKEN}", port: "${env:PORT}", key: "${file:key.txt}"}
    streams: {partners: {mapping: partners.yaml}}
"""


class Settings(ConnectorSettings):
    token: SecretStr
    port: int = 0
    key: SecretStr | None = None


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "partners.yaml").write_text(PARTNERS, encoding="utf-8")
    (tmp_path / "key.txt").write_text("opened\n", encoding="utf-8")
    return tmp_path


def loaded(folder: Path, text: str = CONFIG, **environ: str) -> Config:
    path = folder / "config.yaml"
    path.write_text(text, encoding="utf-8")
    return load_config(path, environ)


def complaints(folder: Path, text: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        loaded(folder, text)
    return [str(problem).removeprefix(f"{folder}/") for problem in caught.value.problems]


def test_a_configuration_brings_its_mappings(folder: Path) -> None:
    config = loaded(folder)
    assert config.compiled["books", "partners"].map({"name": "山田"}).parts == {"company": {"name": "山田"}}


def test_loading_looks_up_no_secret(folder: Path) -> None:
    assert loaded(folder).settings.connections["books"].connector == "freee"


def test_secrets_come_from_the_environment_and_from_files(folder: Path) -> None:
    settings = loaded(folder, TOKEN="t0", PORT="8080").connector_settings("books", Settings)
    assert settings.port == 8080
    assert (settings.token.get_secret_value(), settings.key) == ("t0", SecretStr("opened"))


def test_a_missing_secret_names_its_variable_and_its_place(folder: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        loaded(folder, PORT="1").connector_settings("books", Settings)
    assert "config.yaml:6:23: the environment variable TOKEN is not set; set it before" in str(caught.value)


def test_every_missing_secret_is_told(folder: Path) -> None:
    (folder / "key.txt").unlink()
    with pytest.raises(ConfigError) as caught:
        loaded(folder).connector_settings("books", Settings)
    assert len(caught.value.problems) == 3


def test_a_secret_is_never_shown_in_an_error(folder: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        loaded(folder, TOKEN="t", PORT="hunter2").connector_settings("books", Settings)
    assert "'port' must be a whole number" in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_an_unknown_kind_of_secret_is_told(folder: Path) -> None:
    with pytest.raises(ConfigError, match=r"cannot come from 'evn'; did you mean 'env'"):
        loaded(folder, CONFIG.replace("env:TOKEN", "evn:TOKEN"), PORT="1").connector_settings("books", Settings)


def test_a_dollar_can_be_written_twice(folder: Path) -> None:
    config = loaded(folder, CONFIG.replace('"${env:TOKEN}"', "'a$${b}c'"), PORT="1")
    assert config.connector_settings("books", Settings).token.get_secret_value() == "a${b}c"


def test_the_connectors_own_settings_are_located(folder: Path) -> None:
    config = loaded(folder, CONFIG.replace("port:", "prot:"), TOKEN="t", PORT="1")
    with pytest.raises(ConfigError, match=r"config\.yaml:6:39: unknown key 'prot'; did you mean 'port'"):
        config.connector_settings("books", Settings)


def test_a_connection_without_settings_is_asked_for_them(folder: Path) -> None:
    text = "\n".join(line for line in CONFIG.splitlines() if "settings" not in line)
    with pytest.raises(ConfigError, match="the key 'token' is missing"):
        loaded(folder, text).connector_settings("books", Settings)


def test_problems_of_the_file_and_of_its_mappings_are_told_together(folder: Path) -> None:
    (folder / "partners.yaml").write_text(PARTNERS.replace("name: name", "nmae: name"), encoding="utf-8")
    said = complaints(folder, CONFIG + "survivorship: {entities: {compny: {}}}\n")
    assert said[0].startswith("config.yaml:8:27: unknown entity 'compny'; did you mean 'company'?")
    assert said[1].startswith("partners.yaml:4:28: unknown field 'nmae' of company; did you mean 'name'?")


def test_a_misspelt_key_is_answered(folder: Path) -> None:
    assert complaints(folder, CONFIG.replace("streams:", "steams:"))[-1] == (
        "config.yaml:7:5: unknown key 'steams'; did you mean 'streams'? "
        "known: connector, enabled, schedule, settings, streams, trust"
    )


def test_a_mapping_of_another_stream_is_refused(folder: Path) -> None:
    said = complaints(folder, CONFIG.replace("partners: {", "invoices: {"))
    assert "maps freee.partners, not freee.invoices" in said[0]


def test_a_missing_mapping_is_located(folder: Path) -> None:
    said = complaints(folder, CONFIG.replace("partners.yaml", "none.yaml"))
    assert said[0].startswith("config.yaml:7:35: the mapping none.yaml cannot be read")


def test_a_stream_without_a_built_in_mapping_is_told(folder: Path) -> None:
    sheet = CONFIG.replace("connector: freee", "connector: excel")
    said = complaints(folder, sheet.replace("partners: {mapping: partners.yaml}", "ghosts: "))
    assert "there is no built-in mapping excel.ghosts; write 'mapping: path', or let `hub init` propose one" in said[0]


def test_a_name_that_no_file_can_have_is_told(folder: Path) -> None:
    long, stream = "companion" * 60, "partners: {mapping: partners.yaml}"
    assert "cannot be read (File name too long)" in complaints(folder, CONFIG.replace("partners.yaml", long))[0]
    assert f"no built-in mapping freee.{long}" in complaints(folder, CONFIG.replace(stream, f"{long}: "))[0]
    # Of a file that is no YAML the mappings are looked for by what their names look like.
    assert "YAML" in complaints(folder, CONFIG.replace("partners.yaml}}", long))[0]


def test_a_misspelt_stream_is_answered_with_those_that_have_a_mapping(folder: Path) -> None:
    said = complaints(folder, CONFIG.replace("partners: {mapping: partners.yaml}", "partner: "))
    wanted = "there is no built-in mapping freee.partner; did you mean 'partners'? known: deals, invoices, partners"
    assert said == [f"config.yaml:7:15: {wanted}"]


@pytest.mark.parametrize("stream", ["{partners: {mapping: partners.yaml}}", "{partners: , deals: }"])
def test_a_misspelt_connector_is_the_mistake_and_not_its_mapping(folder: Path, stream: str) -> None:
    text = CONFIG.replace("connector: freee", "connector: freeee")
    text = text.replace("{partners: {mapping: partners.yaml}}", stream)
    [said] = complaints(folder, text)
    assert said.startswith("config.yaml:5:16: unknown connector 'freeee'; did you mean 'freee'? known: email, excel,")


def test_a_relative_database_is_beside_the_configuration(folder: Path) -> None:
    assert loaded(folder).store_url() == f"sqlite:///{folder.resolve()}/hub.db"


def test_a_database_url_may_hold_a_secret(folder: Path) -> None:
    config = loaded(folder, CONFIG + "store: {url: 'postgresql://hub:${env:PW}@db/hub'}\n", PW="x")
    assert config.store_url() == "postgresql://hub:x@db/hub"


def test_the_digest_changes_with_a_mapping(folder: Path) -> None:
    before = loaded(folder).digest
    (folder / "partners.yaml").write_text(PARTNERS + "# a remark\n", encoding="utf-8")
    assert loaded(folder).digest != before


def manifest(name: str = "partners", **able: Any) -> StreamManifest:
    return StreamManifest(name=name, title=name, title_ja=name, **able)


def refusals(config: Config, *manifests: StreamManifest) -> list[str]:
    """What of the connection its connector does not have, without the folder's name."""
    with pytest.raises(ConfigError) as caught:
        config.check_streams("books", {each.name: each for each in manifests})
    return [str(problem).removeprefix(f"{config.path.parent}/") for problem in caught.value.problems]


def test_an_unknown_stream_is_answered_with_the_connectors(folder: Path) -> None:
    [problem] = refusals(loaded(folder), manifest("partner"), manifest("deals"))
    assert problem.startswith("config.yaml:7:15: freee has no stream 'partners'; did you mean 'partner'?")


def test_an_unknown_connector_is_answered_with_the_installed_ones(folder: Path) -> None:
    with pytest.raises(ConfigError, match=r"config\.yaml:5:16: unknown connector 'freee'; did you mean 'free'"):
        loaded(folder).check_connectors(["free", "excel"])


@pytest.mark.parametrize(
    ("push", "able", "words"),
    [
        ("{create: true}", set(), "freee.partners does not take 'create'; it is only read; remove the line"),
        ("{delete: delete}", {"update", "archive"}, "freee.partners does not take 'delete'; it can: archive, update"),
        ("{update: true, delete: archive}", {"update"}, "freee.partners does not take 'archive'; it can: update"),
    ],
)
def test_a_write_that_the_connector_cannot_do_is_refused(folder: Path, push: str, able: set[str], words: str) -> None:
    config = loaded(folder, CONFIG.replace("partners.yaml}", f"partners.yaml, push: {push}}}"))
    [problem] = refusals(config, manifest(operations=able))
    assert problem.endswith(words)


def test_what_is_not_wanted_need_not_be_possible(folder: Path) -> None:
    push = "push: {create: false, update: true, delete: ignore}"
    config = loaded(folder, CONFIG.replace("partners.yaml}", f"partners.yaml, {push}}}"))
    config.check_streams("books", {"partners": manifest(operations={"update"})})


DEEP = """\
mapping: 1
connector: freee
stream: partners
when: changed
parts:
  company:
    requires: nmae
    fields:
      name: name
      postal_code: address.zip
      notes: free.whatever.below
  purchase:
    for_each: {from: lines, key: id}
    fields:
      amount: amuont
      company: {ref: partners#company, from: ^.parent}
"""
FIELDS = ("name", "changed", "address.zipcode", "free.**", "lines.*.id", "lines.*.amount", "parent")


def test_a_field_that_the_system_does_not_have_is_told_at_the_line_that_names_it(folder: Path) -> None:
    (folder / "partners.yaml").write_text(DEEP, encoding="utf-8")
    own = manifest(fields=FIELDS, fields_are_all=True, more_fields="properties")
    found = refusals(loaded(folder), own)
    assert [problem.partition("?")[0] for problem in found] == [
        "partners.yaml:7:15: freee.partners has no field 'nmae'; did you mean 'name'",
        "partners.yaml:10:20: freee.partners has no field 'address.zip'; did you mean 'address.zipcode'",
        "partners.yaml:15:15: freee.partners has no field 'lines.*.amuont'; did you mean 'lines.*.amount'",
    ]
    assert all(problem.endswith("? name others under settings: properties") for problem in found)


@pytest.mark.parametrize(
    ("part", "told"),
    [
        ("compani", "'company' refers to part 'compani' of partners, which its mapping does not have; did you mean"),
        ("purchase", "'company' refers to a company, and part 'purchase' of partners is a purchase"),
    ],
)
def test_a_reference_to_what_the_mapping_of_a_stream_does_not_make_is_told_at_its_line(
    folder: Path, part: str, told: str
) -> None:
    text = DEEP.replace("nmae", "name").replace("address.zip", "address.zipcode").replace("amuont", "amount")
    (folder / "partners.yaml").write_text(text.replace("partners#company", f"partners#{part}"), encoding="utf-8")
    [problem] = refusals(loaded(folder), manifest(fields=FIELDS))
    assert problem.startswith(f"partners.yaml:16:22: {told}")


def test_a_reference_to_a_stream_that_the_connection_does_not_have_is_told_at_its_line(folder: Path) -> None:
    text = DEEP.replace("nmae", "name").replace("ref: partners#company", "ref: cards/rows#company")
    (folder / "partners.yaml").write_text(text, encoding="utf-8")
    [problem] = refusals(loaded(folder), manifest(fields=FIELDS))
    assert problem == (
        "partners.yaml:16:22: 'company' refers to a stream 'cards/rows', which freee does not have; "
        "refer to a stream of the same connection: partners"
    )


def test_where_nobody_says_what_fields_there_are_any_may_be_mapped(folder: Path) -> None:
    (folder / "partners.yaml").write_text(DEEP, encoding="utf-8")
    loaded(folder).check_streams("books", {"partners": manifest(fields=FIELDS)})


CODED = """\
mapping: 1
connector: freee
stream: partners
parts:
  company:
    fields:
      name: name
      code: "no."
      custom.member: {from: member}
"""


@pytest.mark.parametrize(
    ("push", "code", "told"),
    [
        ("{update: true}", 'code: "no."', ["8:7", "9:7"]),
        ("{update: true}", 'code: {from: "no.", write: fill-blank}', ["9:7"]),
        ("{update: true}", 'code: {from: "no.", write: overwrite}', ["9:7"]),
        ("{create: true}", 'code: "no."', []),
    ],
)
def test_a_code_that_tells_the_records_and_that_the_hub_may_write_over_is_named_at_its_line(
    folder: Path, push: str, code: str, told: list[str]
) -> None:
    coded = CODED.replace('code: "no."', code).replace('"no."', "'\"no.\"'").replace("{from: member}", "member")
    (folder / "partners.yaml").write_text(coded, encoding="utf-8")
    text = CONFIG.replace("partners.yaml}", f"partners.yaml, push: {push}}}")
    custom = "custom: {company: {member: {label_ja: 会員番号, label_en: Member}}}\n"
    keyed = manifest(id_from_key=True, required=('"no."', "member", "name"), operations={"create", "update"})
    found = loaded(folder, text + custom).written_keys("books", {"partners": keyed})
    assert [f"{problem.line}:{problem.col}" for problem in found] == told
    assert all("say write: fill-blank" in problem.hint for problem in found)


RULES = """
survivorship:
  default: {strategy: longest}
  entities:
    company:
      fields: {name: {strategy: source_priority, order: [books], conflict: review}}
      groups: {address: {strategy: most_trusted, half_life_days: 30}}
"""


def test_no_rule_may_be_written_for_a_permission(folder: Path) -> None:
    rules = "survivorship:\n  entities:\n    person:\n      fields: {contact_email: most_recent}\n"
    assert "an opt-out always wins" in complaints(folder, CONFIG + rules)[0]


def test_rules_reach_the_units_that_they_name(folder: Path) -> None:
    company = loaded(folder, CONFIG + RULES).rules["company"]
    name, city, notes = (company.unit_of(field).rule for field in ("name", "city", "notes"))
    assert (name.strategy, name.order, name.review) == ("source_priority", ("books",), True)
    assert (city.strategy, city.half_life_days, city.trust) == ("most_trusted", 30, {"books": 0.5})
    assert (notes.strategy, notes.review) == ("longest", False)


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ("fields: {city: longest}", "'city' moves together with its group; write the rule under groups: address"),
        ("fields: {nmae: longest}", "unknown field 'nmae' of company; did you mean 'name'?"),
        ("groups: {adress: longest}", "unknown group 'adress' of company; did you mean 'address'?"),
        (
            "fields: {name: {strategy: source_priority, order: [boks]}}",
            "unknown connection 'boks'; did you mean 'books'?",
        ),
        ("fields: {name: source_priority}", "needs 'order'"),
        ("fields: {name: {order: [books]}}", "has an 'order', which most_recent does not use"),
        ("fields: {name: pinned}", "a person pins a single value"),
        ("fields: {name: union}", "'name' is no list, and union puts lists together; choose another strategy"),
        ("groups: {address: {strategy: union}}", "'address' is no list"),
        ("fields: {name: most_recnt}", "did you mean 'most_recent'?"),
    ],
)
def test_a_rule_that_means_nothing_is_refused(folder: Path, rules: str, words: str) -> None:
    said = complaints(folder, CONFIG + f"survivorship: {{entities: {{company: {{{rules}}}}}}}\n")
    assert words in said[0]


def test_no_default_puts_the_letters_of_texts_together(folder: Path) -> None:
    said = complaints(folder, CONFIG + "survivorship: {default: union}\n")
    assert said[0].startswith("config.yaml:8:16: 'default' is no list, and union puts lists together")


def test_a_list_may_be_put_together_or_not(folder: Path) -> None:
    rules = "survivorship: {entities: {company: {fields: {tags: union, other_phones: most_recent}}}}\n"
    company = loaded(folder, CONFIG + rules).rules["company"]
    assert [company.unit_of(field).rule.strategy for field in ("tags", "other_phones")] == ["union", "most_recent"]


def test_a_field_of_ones_own_can_be_mapped(folder: Path) -> None:
    (folder / "partners.yaml").write_text(PARTNERS.replace("name: name", "custom.kubun: kubun"), encoding="utf-8")
    custom = "custom: {company: {kubun: {label_ja: 区分, label_en: Class}}}\n"
    config = loaded(folder, CONFIG + custom)
    assert config.compiled["books", "partners"].map({"kubun": "直販"}).parts["company"] == {"custom.kubun": "直販"}


def test_a_field_of_ones_own_may_not_shadow_the_models(folder: Path) -> None:
    said = complaints(folder, CONFIG + "custom: {company: {name: {label_ja: 名, label_en: Name}}}\n")
    assert "company has a field 'name' of its own" in said[0]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("time_zone: Mars/Base\n", "'Mars/Base' is no time zone"),
        ("store: {url: mysql://x}\n", "must begin with sqlite:/// or postgresql://"),
        ("language: fr\n", "choose from: en, ja"),
        ("alarm: {silence_after: soon}\n", "is no duration"),
        ("brake: {max_share: 3}\n", "'brake.max_share' must be less than or equal to 1"),
    ],
)
def test_a_wrong_setting_is_told_in_words(folder: Path, line: str, words: str) -> None:
    assert words in complaints(folder, CONFIG + line)[0]


def test_an_empty_section_has_its_defaults(folder: Path) -> None:
    assert loaded(folder, CONFIG + "brake:\nlog:\n").settings.brake.max_changes == 500


def test_a_connections_name_has_no_signs_that_references_use(folder: Path) -> None:
    assert "is no name; use letters" in complaints(folder, CONFIG.replace("books:", "my/books:"))[0]


def test_another_version_of_the_format_is_refused(folder: Path) -> None:
    assert complaints(folder, CONFIG.replace("hub: 1", "hub: 2")) == [
        "config.yaml:2:6: 'hub' cannot be '2'; choose from: 1"
    ]


OIDC = """console:
  oidc: {issuer: "https://login.test", client_id: hub, client_secret: "${env:OIDC}", roles: {staff: viewer}}
"""


def test_the_site_for_signing_in_is_agreed_with_by_the_configuration(folder: Path) -> None:
    agreed = oidc_of(loaded(folder, CONFIG + OIDC, OIDC="agreed"))
    assert agreed is not None
    assert (agreed.issuer, agreed.client_secret, agreed.roles) == ("https://login.test", "agreed", {"staff": "viewer"})
    assert oidc_of(loaded(folder)) is None


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("https://login.test", "http://login.test", "must be an https:// address"),
        ("${env:OIDC}", "agreed", "must stand outside of this file"),
        ("staff: viewer", "staff: king", "king"),
        ("client_id: hub", "client_id: hub, scopes: [email]", "must hold openid"),
    ],
)
def test_an_agreement_that_cannot_be_is_told(folder: Path, old: str, new: str, what: str) -> None:
    (complaint,) = complaints(folder, CONFIG + OIDC.replace(old, new))
    assert what in complaint


def test_the_console_and_the_configuration_know_the_same_roles() -> None:
    assert get_args(Role) == ROLES


def test_a_secret_comes_from_a_program_too(folder: Path) -> None:
    told = CONFIG.replace("${env:TOKEN}", "${command:echo 'of a vault'}")
    config = loaded(folder, told, PATH=os.environ["PATH"], PORT="1")
    assert config.connector_settings("books", Settings).token.get_secret_value() == "of a vault"
