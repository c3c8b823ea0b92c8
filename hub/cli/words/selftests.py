"""What is said of the proofs that anybody can repeat, as (Japanese, English)."""

from __future__ import annotations

SELFTESTS: dict[str, tuple[str, str]] = {
    "help.selftest": (
        "公開している試験（シミュレーション）の seed を、この環境で繰り返します。設定も各システムも使いません。",
        "Repeat seeds of the published simulation on this installation. Uses no configuration and reaches no system.",
    ),
    "help.selftest.seed": ("最初の seed。", "The first seed."),
    "help.selftest.seeds": ("いくつの seed を試すか。", "How many seeds."),
    "selftest.lab": ("模擬のシステム", "simulated systems"),
    "selftest.wire": ("本物のコネクター", "real connectors"),
    "selftest.held": (
        "seed {seed}（{tier}）: {laws} の法則を守りました。実行 {runs}・強制終了 {deaths}・編集 {edits}・trace {trace}",
        "seed {seed} ({tier}): {laws} law[s] held in {runs} run[s], {deaths} kill[s], {edits} edit[s]; trace {trace}",
    ),
    "selftest.broke": (
        "seed {seed}（{tier}）: 法則が破られました。実行 {runs}・trace {trace}",
        "seed {seed} ({tier}): a law was broken in {runs} run[s]; trace {trace}",
    ),
    "selftest.law": ("  {law}: {what}", "  {law}: {what}"),
    "selftest.report": (
        "seed と trace を添えて報告してください。`python -m {module} --seed {seed} --trace` が経過を出します。",
        "Please report it with its seed and trace; `python -m {module} --seed {seed} --trace` tells how it came.",
    ),
    "selftest.elsewhere": (
        "試験はソースにだけ入っています。{version} のソースで `make test` の後 `.venv/bin/hub selftest` を。",
        "The proofs come with the source of {version} only: run `make test` there, then `.venv/bin/hub selftest`.",
    ),
}
