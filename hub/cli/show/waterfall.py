"""A waterfall of bits as SVG: each bar begins where the one before it ends, the last one is the sum.

Invariant: the picture is whole in itself (no script, no font, nothing from elsewhere), readable in light and dark.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

_LABELS, _BARS, _FIGURES = 420, 400, 70
_ROW, _TOP, _EDGE = 26, 64, 12
_STYLE = """
  svg { background: #ffffff; font: 13px system-ui, "Hiragino Sans", "Noto Sans CJK JP", sans-serif; }
  text { fill: #1f2328; } .faint { fill: #59636e; } .title { font-weight: 600; font-size: 15px; }
  .for { fill: #1a7f64; } .against { fill: #c4432b; } .sum { fill: #57606a; }
  line { stroke: #8c959f; } .limit { stroke-dasharray: 4 3; }
  @media (prefers-color-scheme: dark) {
    svg { background: #0d1117; } text { fill: #e6edf3; } .faint { fill: #9198a1; }
    .for { fill: #3fb68b; } .against { fill: #f0745c; } .sum { fill: #9198a1; } line { stroke: #656c76; }
  }
"""


@dataclass(frozen=True)
class Waterfall:
    """`steps` are words and bits; `limits` are the lower and the upper threshold with their words."""

    title: str
    told: str
    steps: Sequence[tuple[str, float]]
    total: tuple[str, float]
    limits: tuple[tuple[str, float], tuple[str, float]]

    def svg(self) -> str:
        """The picture."""
        width, height = _LABELS + _BARS + _FIGURES + 2 * _EDGE, _TOP + _ROW * (len(self.steps) + 1) + 2 * _EDGE
        parts = [self._text(_EDGE, 22, self.title, "title"), self._text(_EDGE, 42, self.told, "faint")]
        parts += [*self._limits(height - _EDGE), *self._bars()]
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{width}" height="{height}" '
            f'viewBox="0 0 {width} {height}">\n<title>{_safe(self.title)}</title>\n<style>{_STYLE}</style>\n'
        )
        return head + "\n".join(parts) + "\n</svg>\n"

    def _bars(self) -> list[str]:
        at, parts = 0.0, []
        for row, (words, bits) in enumerate(self.steps):
            parts += self._bar(row, words, (at, at + bits), "for" if bits > 0 else "against")
            at += bits
        words, bits = self.total
        return parts + self._bar(len(self.steps), words, (0.0, bits), "sum")

    def _bar(self, row: int, words: str, span: tuple[float, float], kind: str) -> list[str]:
        top = _TOP + row * _ROW + _EDGE
        left, right = sorted(map(self._place, span))
        bits = span[1] - span[0]
        return [
            self._text(_EDGE, top + 13, words),
            f'<rect class="{kind}" x="{left:.1f}" y="{top}" width="{max(right - left, 1):.1f}" height="18" rx="2"/>',
            self._text(_LABELS + _BARS + _FIGURES, top + 13, f"{bits:+.1f}", anchor="end"),
        ]

    def _limits(self, bottom: int) -> list[str]:
        parts = [f'<line x1="{self._place(0):.1f}" y1="{_TOP}" x2="{self._place(0):.1f}" y2="{bottom}"/>']
        for (words, bits), anchor, aside in zip(self.limits, ("end", "start"), (-4, 4), strict=True):
            x = self._place(bits)
            parts.append(f'<line class="limit" x1="{x:.1f}" y1="{_TOP - 6}" x2="{x:.1f}" y2="{bottom}"/>')
            parts.append(self._text(x + aside, _TOP + 2, f"{words} {bits:g}", "faint", anchor))
        return parts

    def _place(self, bits: float) -> float:
        """Where so many bits stand from the left."""
        low, high = self._range()
        return _LABELS + _EDGE + (bits - low) / (high - low) * (_BARS - 2 * _EDGE)

    def _range(self) -> tuple[float, float]:
        at, seen = 0.0, [0.0, self.total[1], *(bits for _, bits in self.limits)]
        for _, bits in self.steps:
            at += bits
            seen.append(at)
        return min(seen) - 1, max(seen) + 1

    def _text(self, x: float, y: float, words: str, kind: str = "", anchor: str = "start") -> str:
        marked = f' class="{kind}"' if kind else ""
        return f'<text{marked} x="{x:.1f}" y="{y}" text-anchor="{anchor}">{_safe(words)}</text>'


def _safe(text: str) -> str:
    """A text that XML can hold: some signs may stand in a record's id, and in no XML at all."""
    return escape("".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text))
