"""A file of weights is read back as it was written, and what does not fit is told with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from hub.config import ConfigError, load_config
from hub.config.weights import EntityWeights, LevelWeight, WeightsFile, load_weights, weights_text
from hub.matching.definition import DEFINITIONS
from hub.matching.weights import Weights, levels

PHONES = """weights: 1
person:
  levels:
    phone:
      different_phones: {bits: -0.5, shipped: -1.5}
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "w.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_what_was_written_is_read_back(tmp_path: Path) -> None:
    level = LevelWeight(bits=-0.5, shipped=-1.5, m=0.3, m_shipped=[0.1, 0.2], u=0.9, u_shipped=[0.9, 1.0])
    phones = {"phone": {"different_phones": level}}
    file = WeightsFile(
        weights="1",
        trained_at="2026-11-28T21:00:00+00:00",
        strength=100,
        person=EntityWeights(records=9, pairs=4, decided=1, levels=phones),
    )
    path = written(tmp_path, weights_text(file))
    assert load_weights(path) == Weights({"company": {}, "person": {("phone", "different_phones"): -0.5}})


def test_only_the_levels_that_are_named_are_worth_something_else(tmp_path: Path) -> None:
    person = load_weights(written(tmp_path, PHONES)).applied(DEFINITIONS)["person"]
    changed = {
        name: after.bits.constant
        for (name, before), (_, after) in zip(levels(DEFINITIONS["person"]), levels(person), strict=True)
        if before != after
    }
    assert changed == {("phone", "different_phones"): -0.5}


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("weights: 1", "weights: 2", r":1:10: 'weights' cannot be '2'"),
        ("phone:", "phones:", r":4:5: unknown factor 'phones'; did you mean 'phone'\?"),
        ("different_phones", "diferent_phones", r":5:7: unknown level .* did you mean 'different_phones'\?"),
        ("-0.5", "0.5", r":5:32: 'different_phones' cannot be worth 0.5 bits; give a number from -60 to 0"),
        ("-0.5", "nan", r":5:32: .*must be a finite number"),
        ("-0.5", "much", r":5:32: .*must be a number, not 'much'"),
        ("shipped: -1.5", "shipped: -2", r":5:47: .* -2 bits were shipped; .* ships -1.5; run `hub match train` again"),
        ("levels:", "level:", r":3:3: unknown key 'level'; did you mean 'levels'\?"),
        ("person:", "persons:", r":2:1: unknown key 'persons'; did you mean 'person'\?"),
    ],
)
def test_what_does_not_fit_is_told_with_its_place(tmp_path: Path, before: str, after: str, told: str) -> None:
    with pytest.raises(ConfigError, match=told):
        load_weights(written(tmp_path, PHONES.replace(before, after, 1)))


def test_a_wall_stays(tmp_path: Path) -> None:
    text = "weights: 1\nperson:\n  levels:\n    name:\n      other_given_name: {bits: -2, shipped: -40}\n"
    with pytest.raises(ConfigError, match=":5:32: 'other_given_name' is a wall, and a wall stays; write -40"):
        load_weights(written(tmp_path, text))


CONFIG = """hub: 1
connections:
  books:
    connector: excel
    settings: {folder: .}
    streams: {}
matching: {evidence: true, weights: w.yaml}
"""


def test_a_configuration_that_names_weights_weighs_by_them(tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    text = CONFIG.replace("streams: {}", "streams: {cards: {mapping: m.yaml}}")
    config.write_text(text, encoding="utf-8")
    mapping = "mapping: 1\nconnector: excel\nstream: cards\nparts:\n  person:\n    fields: {name: 名前}\n"
    (tmp_path / "m.yaml").write_text(mapping, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"config.yaml:7:37: the weights w.yaml cannot be read"):
        load_config(config)
    written(tmp_path, PHONES)
    first = load_config(config)
    assert first.definitions["person"] != DEFINITIONS["person"]
    written(tmp_path, PHONES.replace("-0.5", "-0.6"))
    assert load_config(config).digest != first.digest
    written(tmp_path, PHONES.replace("-0.5", "0.5"))
    with pytest.raises(ConfigError, match=r"w\.yaml:5:32"):
        load_config(config)
