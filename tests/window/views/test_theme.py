"""Every text reads in both themes, and a theme reaches palette, style sheet and painters."""

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from masterdesk.window import theme
from masterdesk.window.models.desk_state import SOURCE_KEYS

TEXTS = ("text", "text_dim", "text_faint", "ok", "warning", "danger", "highlight")
GROUNDS = ("background", "panel", "raised", "field", "heard_fill")
#: WCAG 2.2: text, and graphics such as curves and edges.
TEXT_RATIO, GRAPHICS_RATIO = 4.5, 3.0


@pytest.fixture(autouse=True)
def dark_again(qapp):
    yield
    theme.apply(qapp, "dark")


@pytest.mark.parametrize("look", [theme.DARK, theme.LIGHT], ids=lambda look: look.name)
class TestContrast:
    @pytest.mark.parametrize("text", TEXTS)
    @pytest.mark.parametrize("ground", GROUNDS)
    def test_text_reads_on_every_ground(self, look, text, ground):
        assert theme.contrast(getattr(look, text), getattr(look, ground)) >= TEXT_RATIO

    @pytest.mark.parametrize("key", SOURCE_KEYS)
    def test_sources_stand_out(self, look, key):
        assert theme.contrast(look.sources[key], look.panel) >= TEXT_RATIO
        assert theme.contrast(look.sources[key], look.heard_fill) >= GRAPHICS_RATIO

    def test_filled_buttons_and_strips_read(self, look):
        for ground in (look.accent, look.accent_hover):
            assert theme.contrast(look.on_accent, ground) >= TEXT_RATIO
        assert theme.contrast(look.text, look.warning_fill) >= TEXT_RATIO
        assert theme.contrast(look.text, look.highlight_fill) >= TEXT_RATIO

    def test_sources_differ_from_each_other(self, look):
        assert len({color.name() for color in look.sources.values()}) == len(SOURCE_KEYS)


def test_contrast_is_that_of_the_standard():
    black, white = QColor(0, 0, 0), QColor(255, 255, 255)
    assert theme.contrast(black, white) == pytest.approx(21.0)
    assert theme.contrast(QColor("#777777"), white) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", ["dark", "light"])
def test_apply_reaches_everything_and_tells(qtbot, qapp, name):
    theme.apply(qapp, "light" if name == "dark" else "dark")
    with qtbot.waitSignal(theme.changed):
        theme.apply(qapp, name)
    assert theme.current().name == name
    assert QApplication.palette().color(QPalette.ColorRole.Window) == theme.current().background
    assert theme.current().panel.name() in qapp.styleSheet()
    assert "$" not in qapp.styleSheet()
    assert theme.source_color("2") == theme.current().sources["2"]


def test_figures_of_number_fonts_are_equally_wide(qapp):
    from PySide6.QtGui import QFontMetricsF

    measure = QFontMetricsF(theme.font("number"))
    assert measure.horizontalAdvance("111.1") == pytest.approx(measure.horizontalAdvance("888.8"), abs=0.01)


def test_system_theme_is_one_of_the_two(qapp):
    theme.apply(qapp, "system")
    assert theme.current() in (theme.DARK, theme.LIGHT)
