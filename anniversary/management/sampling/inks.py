"""The colours in which sample works are drawn. In one colour every shape stays readable: what lies over something else has a line of paper around it."""

from dataclasses import dataclass

from anniversary.covers import svg

KEYLINE = 22.0  # paper between two shapes that meet


@dataclass(frozen=True)
class Ink:
    main: str
    second: str
    accent: str
    paper: str = "#ffffff"

    def key(self, data: str, fill: str, width: float = KEYLINE) -> str:
        """A filled shape with a line of paper around it."""
        return svg.path(data, fill, stroke=self.paper, stroke_width=width, stroke_linejoin="round")

    def over(self, data: str, stroke: str, width: float, cap: str = "butt") -> str:
        """A line that passes over others: paper on both of its sides."""
        paper = svg.line(data, self.paper, width + 2 * KEYLINE, stroke_linecap=cap, stroke_linejoin="round")
        return paper + svg.line(data, stroke, width, stroke_linecap=cap, stroke_linejoin="round")


MONO = Ink("#111111", "#111111", "#111111")

INKS: tuple[Ink, ...] = (
    Ink("#0b3b8c", "#c8102e", "#e8a317"),
    Ink("#b3122f", "#14213d", "#d9a441"),
    Ink("#0f4c5c", "#d1495b", "#edae49"),
    Ink("#8c1c3c", "#e76f74", "#f2b8b5"),
    Ink("#1b4079", "#4d7c8a", "#e4572e"),
    Ink("#14532d", "#c2410c", "#facc15"),
    Ink("#3b1f5b", "#d6336c", "#f4a261"),
    Ink("#111827", "#bc002d", "#bc002d"),
    Ink("#004e64", "#00a5cf", "#f25c54"),
    Ink("#7a4419", "#bf9b30", "#9b2226"),
    Ink("#f8f4e8", "#f6c453", "#ffffff", "#0b2a5b"),
    Ink("#ffffff", "#ffd9dc", "#f6c453", "#b5121b"),
)
