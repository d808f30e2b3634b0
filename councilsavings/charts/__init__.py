"""Charts as SVG made on the server: pure values in, one drawing with its words out.

A drawing is attributes only (no style, no script, no identifier that could meet another of the page), so that
a page, a PDF and a Word file show the same. It is as wide as a phone and grows with the page; every figure
stands beside its bar, bars and lines of several series differ by pattern, and nothing is told by colour.
What is not known is said in words and drawn as a gap, never as zero.
"""

from councilsavings.charts.bars import bar_chart
from councilsavings.charts.lines import line_chart
from councilsavings.charts.stacks import stacked_chart
from councilsavings.charts.values import NOT_KNOWN, Chart, Point, Series, UnevenChart
from councilsavings.charts.waterfall import waterfall_chart
