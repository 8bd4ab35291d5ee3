"""The page Environment by clicks: every state, every button, real processes behind them."""

import pytest


@pytest.fixture
def environment(plugin):
    from access_to_services.plugin.client import environment

    return environment


@pytest.fixture
def page(fake_plugin):
    from access_to_services.plugin import settings
    from access_to_services.plugin.panel.environment_page import EnvironmentPage
    from qgis.PyQt.QtWidgets import QScrollArea

    made = []

    def make(python=None, *, wheels=""):
        settings.put("environment/base", "" if python is None else str(python))
        settings.put("environment/wheels", str(wheels))
        page = EnvironmentPage()
        area = QScrollArea()
        area.setWidget(page)
        area.setWidgetResizable(True)
        area.resize(360, 640)
        area.show()
        page.heard = []
        page.changed.connect(lambda: page.heard.append("changed"))
        page.sampleRequested.connect(lambda: page.heard.append("sample"))
        made.append((page, area))
        return page

    yield make
    for made_page, area in made:
        made_page.tear_down()
        area.deleteLater()
    for key in ("base", "wheels"):
        settings.put(f"environment/{key}", "")


@pytest.fixture
def click(qgis_app):
    from qgis.PyQt.QtCore import Qt
    from qgis.PyQt.QtTest import QTest

    def press(button):
        assert button.isVisible(), button.objectName()
        assert button.isEnabled(), button.objectName()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    return press


@pytest.fixture
def answer(qgis_app):
    """Answer the next question, and keep what was asked."""
    from qgis.PyQt.QtCore import QTimer
    from qgis.PyQt.QtWidgets import QApplication, QMessageBox

    asked = []

    def prepare(name):
        def press():
            box = QApplication.activeModalWidget()
            asked.append(box.text())
            box.button(getattr(QMessageBox.StandardButton, name)).click()

        QTimer.singleShot(50, press)
        return asked

    return prepare


def buttons(page):
    names = ("setup", "check", "repair", "remove")
    return [name for name in names if getattr(page, f"{name}_button").isVisible()]


def idle(page):
    return not page.progress_box.isVisible()


def test_before_anything_it_says_what_will_come(page, home):
    page = page()
    text = page.text_label.text().replace("\N{NO-BREAK SPACE}", " ")
    assert page.title_label.text() == "Not set up yet"
    for part in ("2 libraries", "350 MB", "1.3 GB", str(home)):
        assert part in text
    assert page.sample_button.isVisible()
    assert buttons(page) == ["setup"]
    assert idle(page)
    assert not page.failure_box.isVisible()
    assert not page.checks_box.isVisible()


def test_setting_up(page, make_python, environment, click, wait):
    page = page(make_python(venv_seconds=1))
    click(page.setup_button)
    assert page.title_label.text() == "Setting up…"
    assert page.progress_box.isVisible()
    assert not page.sample_button.isEnabled()
    assert not page.options_box.isEnabled()
    wait(lambda: "Python 3.12.1" in page.progress_label.text())
    wait(lambda: idle(page))
    assert environment.state() is environment.State.READY
    assert page.title_label.text() == "Ready"
    assert "3.12.1" in page.text_label.text()
    assert buttons(page) == ["check", "repair", "remove"]
    assert page.heard == ["changed"]
    assert not page.checks_box.isVisible()


def test_cancelling(page, make_python, environment, click, wait, home):
    page = page(make_python(pip_seconds=30))
    click(page.setup_button)
    wait(lambda: "numpy" in page.progress_label.text())
    click(page.cancel_button)
    wait(lambda: idle(page))
    assert not page.failure_box.isVisible()
    assert environment.state() is environment.State.MISSING
    assert not list(home.glob("python-*"))
    assert buttons(page) == ["setup"]


def test_the_sample_town_asks_to_set_up_first(page, make_python, click, wait, answer):
    page = page(make_python())
    asked = answer("Yes")
    click(page.sample_button)
    assert "2 libraries" in asked[0]
    assert "350" in asked[0]
    wait(lambda: idle(page))
    assert page.heard == ["changed", "sample"]


def test_whoever_says_no_gets_nothing(page, make_python, click, answer, environment):
    page = page(make_python())
    answer("No")
    click(page.sample_button)
    assert idle(page)
    assert page.heard == []
    assert environment.state() is environment.State.MISSING


def test_no_sample_town_after_a_failure_or_a_cancel(
    page,
    make_python,
    click,
    wait,
    answer,
):
    failing = page(make_python(pip_output=["ProxyError"], pip_code=1))
    answer("Yes")
    click(failing.sample_button)
    wait(lambda: idle(failing))
    assert "sample" not in failing.heard
    cancelled = page(make_python(pip_seconds=30))
    answer("Yes")
    click(cancelled.sample_button)
    wait(lambda: "numpy" in cancelled.progress_label.text())
    click(cancelled.cancel_button)
    wait(lambda: idle(cancelled))
    assert "sample" not in cancelled.heard


def test_the_sample_town_of_a_ready_environment(page, named_python, click):
    page = page()
    click(page.sample_button)
    assert page.heard == ["sample"]


def test_a_failure_has_its_remedy_and_details(page, make_python, click, wait):
    from qgis.gui import QgsMessageViewer

    page = page(make_python(pip_output=["ProxyError(407)"], pip_code=1))
    click(page.setup_button)
    wait(lambda: idle(page))
    assert page.failure_box.isVisible()
    assert "proxy" in page.failure_label.text()
    assert "Settings, Options, Network" in page.remedy_label.text()
    click(page.details_button)
    (viewer,) = page.findChildren(QgsMessageViewer)
    wait(viewer.isVisible)
    viewer.close()
    # Another attempt takes the failure away.
    click(page.setup_button)
    assert not page.failure_box.isVisible()
    wait(lambda: idle(page))


def test_a_failure_is_scrolled_into_view(page, only_on_path, click, wait):
    only_on_path()
    page = page()
    area = page.parent().parent()
    area.resize(360, 200)
    bar = area.verticalScrollBar()
    wait(lambda: bar.maximum() > 0)
    bar.setValue(bar.maximum())
    page.setup_button.click()
    wait(lambda: page.failure_box.isVisible() and bar.value() < 50)
    assert "No Python that fits" in page.failure_label.text()


def test_checking(page, named_python, click, wait):
    page = page()
    assert buttons(page) == ["check"]
    click(page.check_button)
    assert page.title_label.text() == "Checking…"
    wait(lambda: idle(page))
    assert page.checks_box.isVisible()
    assert "All 2 checks are well" in page.checks_label.text()
    table = page.checks_table
    assert [table.item(row, 0).text() for row in range(2)] == ["Python", "Searches"]
    assert [table.item(row, 1).text() for row in range(2)] == ["3.12", "compiled in 1.0 s"]


def test_what_is_wrong_comes_first_with_its_remedy(
    page,
    named_python,
    click,
    wait,
    monkeypatch,
):
    monkeypatch.setenv("FAKE_ILL", "1")
    page = page()
    click(page.check_button)
    wait(lambda: idle(page))
    assert "1 of 2" in page.checks_label.text()
    assert "Press “Repair”." in page.checks_label.text()
    assert page.checks_table.item(0, 0).text() == "Searches"


def test_a_check_can_be_cancelled_and_can_fail(
    page,
    named_python,
    click,
    wait,
    fake_plugin,
    monkeypatch,
):
    monkeypatch.setenv("FAKE_HELLO", "silent")
    page = page()
    click(page.check_button)
    click(page.cancel_button)
    wait(lambda: idle(page))
    assert not page.failure_box.isVisible()
    (fake_plugin / "accessibility" / "worker.py").write_text("import sys; sys.exit('broken')")
    click(page.check_button)
    wait(lambda: idle(page))
    assert page.failure_box.isVisible()
    assert "unexpectedly" in page.failure_label.text()


def test_repairing_and_removing(page, make_python, environment, click, wait, answer):
    page = page(make_python())
    click(page.setup_button)
    wait(lambda: idle(page))
    first = environment.python_path()
    click(page.repair_button)
    wait(lambda: idle(page))
    assert environment.python_path() != first
    asked = answer("No")
    click(page.remove_button)
    assert str(environment.root()) in asked[0]
    assert environment.state() is environment.State.READY
    answer("Yes")
    click(page.remove_button)
    wait(lambda: idle(page))
    assert environment.state() is environment.State.MISSING
    assert buttons(page) == ["setup"]


def test_another_version_of_the_plugin_updates(
    page,
    make_python,
    environment,
    click,
    wait,
    fake_plugin,
):
    first = page(make_python())
    click(first.setup_button)
    wait(lambda: idle(first))
    (fake_plugin / "requirements.txt").write_text("numpy>=3\n")
    updated = page(make_python())
    assert updated.title_label.text() == "Needs an update"
    assert updated.setup_button.text() == "&Update"
    assert buttons(updated) == ["setup", "remove"]
    click(updated.setup_button)
    wait(lambda: idle(updated))
    assert environment.state() is environment.State.READY


def test_a_named_python_that_has_gone_can_be_left(
    page,
    named_python,
    make_python,
    environment,
    click,
    wait,
    tmp_path,
):
    from access_to_services.plugin import settings

    settings.put("environment/python", str(tmp_path / "gone"))
    page = page(make_python())
    assert page.title_label.text() == "Damaged"
    assert str(tmp_path / "gone") in page.text_label.text()
    assert buttons(page) == ["repair"]
    click(page.repair_button)
    wait(lambda: idle(page))
    assert environment.state() is environment.State.READY
    assert environment.named_python() is None


def test_choices_are_remembered(page, tmp_path):
    first = page()
    first.python_file.setFilePath("/opt/python3.12")
    first.wheels_folder.setFilePath(str(tmp_path))
    from access_to_services.plugin import settings

    assert settings.get("environment/base", "", str) == "/opt/python3.12"
    assert settings.get("environment/wheels", "", str) == str(tmp_path)


def test_an_empty_folder_of_wheels_is_said(page, make_python, click, wait, tmp_path):
    page = page(make_python(), wheels=tmp_path)
    click(page.setup_button)
    wait(lambda: idle(page))
    assert "no wheels" in page.failure_label.text()
    assert not page.details_button.isVisible()


def test_the_list_of_libraries(page, wait):
    from qgis.gui import QgsMessageViewer

    page = page()
    page.text_label.linkActivated.emit("libraries")
    (viewer,) = page.findChildren(QgsMessageViewer)
    wait(viewer.isVisible)
    viewer.close()


def test_everything_has_a_name_and_fits_into_360_pixels(page, named_python, qgis_app):
    from qgis.gui import QgsFileWidget
    from qgis.PyQt.QtWidgets import QLabel, QPushButton

    page = page()
    page.options_box.setCollapsed(False)
    qgis_app.processEvents()
    assert page.minimumSizeHint().width() <= 340
    for widget in [*page.findChildren(QPushButton), *page.findChildren(QLabel)]:
        assert widget.objectName() or isinstance(widget.parent(), QgsFileWidget), widget.text()


def test_every_button_can_be_reached_by_keyboard(page, make_python, wait):
    from qgis.PyQt.QtCore import Qt
    from qgis.PyQt.QtTest import QTest

    page = page(make_python())
    reached = []
    widget = page.text_label
    while widget is not page.text_label or not reached:
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            reached.append(widget.objectName())
        widget = widget.nextInFocusChain()
    ours = [name for name in reached if name.endswith(("_label", "_button"))]
    assert ours == ["text_label", "sample_button", "setup_button"]
    QTest.keyClick(page.setup_button, Qt.Key.Key_Space)
    assert page.progress_box.isVisible()
    wait(lambda: idle(page))


def test_closing_while_it_installs_leaves_no_process(page, make_python, click, wait, home):
    page = page(make_python(pip_seconds=30))
    click(page.setup_button)
    wait(lambda: "numpy" in page.progress_label.text())
    page.tear_down()
    wait(lambda: not list(home.glob("python-*")))
