"""Settings: every key explained, the nearest named for an unknown one, the environment before the file."""

import msgspec
import pytest

from intake.equipment import Camera, Scanner
from intake.errors import WrongUsageError
from intake.language import Language
from intake.settings import VERSION, Settings, load
from tests.intake.conftest import stored

FIELDS = {field.name: field for field in msgspec.structs.fields(Settings)}


@pytest.fixture
def write(tmp_path):
    def written(text):
        (tmp_path / "settings.toml").write_text(text, encoding="utf-8")
        return tmp_path

    return written


@pytest.mark.parametrize("name", FIELDS)
def test_every_key_has_a_default_and_a_sentence(name):
    field = FIELDS[name]
    assert field.default is not msgspec.NODEFAULT
    schema = msgspec.json.schema(Settings)["$defs"]["Settings"]["properties"][name]
    assert schema["description"].endswith(".")
    assert len(schema["description"]) > 15


def test_no_file_means_the_defaults(tmp_path):
    assert load(tmp_path, {}) == Settings()


def test_the_file_goes_before_the_defaults_and_the_environment_before_the_file(write):
    folder = write('language = "en"\ndisk_floor_mb = 5\nbag_labels = false\n')
    assert load(folder, {}) == Settings(language=Language.EN, disk_floor_mb=5, bag_labels=False)
    found = load(folder, {"INTAKE_DISK_FLOOR_MB": "7", "INTAKE_BAG_LABELS": "true", "INTAKE_LANGUAGE": "ja"})
    assert found == Settings(disk_floor_mb=7)


def test_a_setting_of_several_values_stands_between_commas_in_the_environment(write):
    folder = write('campaigns = ["jp-1"]\n')
    assert load(folder, {}).campaigns == ("jp-1",)
    assert load(folder, {"INTAKE_CAMPAIGNS": "jp-2, us-3,"}).campaigns == ("jp-2", "us-3")
    assert load(folder, {"INTAKE_CAMPAIGNS": ""}).campaigns == ()


@pytest.mark.parametrize(
    ("key", "nearest"),
    [
        ("langage", "language"),
        ("disk_floor", "disk_floor_mb"),
        ("PORT", "port"),
        ("x", ""),
        ("bag-labels", "bag_labels"),
    ],
)
def test_an_unknown_key_is_an_error_that_names_the_nearest(write, key, nearest):
    with pytest.raises(WrongUsageError, match=f"got '{key}'; the nearest is '{nearest}"):
        load(write(f'"{key}" = 1\n'), {})


@pytest.mark.parametrize(
    "text",
    [
        "language =",
        'language = "fr"',
        "language = 1",
        "disk_floor_mb = -1",
        'disk_floor_mb = "much"',
        "container_units = 0",
        "photo_retention_days = 36501",
        "container_wh = 0",
        "container_wh = nan",
        "container_wh = inf",
        "container_kg = nan",
        "container_kg = inf",
        "container_units = 99999999999999999999",
        "repeat_window_ms = 999999",
        "bag_labels = 7",
        'bag_labels = "maybe"',
        "[port]",
        'campaigns = "jp-1"',
        "campaigns = [1, 2]",
    ],
)
def test_a_value_that_cannot_be_is_refused_in_one_sentence(write, text):
    with pytest.raises(WrongUsageError) as caught:
        load(write(text), {}).policy  # noqa: B018 (limits are made from the settings)
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code == 2


def test_a_file_of_a_newer_form_is_refused(write):
    with pytest.raises(WrongUsageError, match="version"):
        load(write(f"version = {VERSION + 1}\n"), {})


def test_bytes_that_are_no_text_are_refused(tmp_path):
    (tmp_path / "settings.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(WrongUsageError, match="expected TOML settings"):
        load(tmp_path, {})


def test_the_error_of_a_variable_names_it(tmp_path):
    with pytest.raises(WrongUsageError, match=r"(?i)disk_floor_mb"):
        load(tmp_path, {"INTAKE_DISK_FLOOR_MB": "much"})


@pytest.mark.parametrize("name", ["INTAKE_EXPECTED_RETENTON_DAYS", "INTAKE_LANGAGE", "INTAKE_CAMPAIGN"])
def test_a_variable_that_looks_like_a_setting_is_an_error_that_names_the_nearest(tmp_path, name):
    with pytest.raises(WrongUsageError, match=rf"got '{name}'; the nearest is 'INTAKE_[A-Z_]+'"):
        load(tmp_path, {name: "9"})


@pytest.mark.parametrize("name", ["INTAKE_STATE", "INTAKE_BY", "INTAKE_SITE_NAME", "LANGAGE"])
def test_a_variable_that_is_no_setting_is_left_alone(tmp_path, name):
    assert load(tmp_path, {name: "9"}) == Settings()


def test_other_settings_have_another_fingerprint():
    prints = {
        Settings().fingerprint,
        Settings(disk_floor_mb=1).fingerprint,
        Settings(language=Language.EN).fingerprint,
    }
    assert len(prints) == 3
    assert Settings().fingerprint == Settings().fingerprint


def test_every_event_names_the_settings_in_force(state, open_desk):
    settings = Settings(disk_floor_mb=3)
    open_desk(state, settings).scan(state.badge)
    assert stored(state.folder)[-1].settings == settings.fingerprint


def test_decisions_follow_the_settings(state, open_desk):
    desk = open_desk(state, Settings(bag_labels=False, repeat_window_ms=0, container_units=1))
    desk.receive()
    bag = desk.station.journal.connection.execute("SELECT bag FROM unit").fetchall()
    assert bag == [(None,)]
    desk.scan(state.badge, after=0.0)
    assert desk.scan(state.badge, after=0.0).answer.message == "already_signed_in"


def test_a_word_that_is_none_of_a_few_is_answered_with_the_few(tmp_path):
    with pytest.raises(WrongUsageError, match=r"pink.*expected dark, light, high-contrast, 16-colour"):
        load(tmp_path, {"INTAKE_THEME": "pink"})


ASSIGNED = '[[scanners]]\ndevice = "usb:0c2e:0b61"\nkind = "keyboard"\nusb = "0c2e:0b61"\nlayout = "us"\n'


def test_scanners_are_tables_of_the_file_and_json_in_the_environment(write):
    folder = write(ASSIGNED)
    gun = Scanner(device="usb:0c2e:0b61", kind="keyboard", usb="0c2e:0b61", layout="us")
    assert load(folder, {}).scanners == (gun,)
    other = {"INTAKE_SCANNERS": '[{"device": "/dev/ttyACM0", "baud": 9600}]'}
    assert load(folder, other).scanners == (Scanner(device="/dev/ttyACM0", baud=9600),)
    assert load(folder, {"INTAKE_SCANNERS": "[]"}).scanners == ()
    assert load(folder, {"INTAKE_SCANNERS": ""}).scanners == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[[scanners]]\ndevise = "x"', "got 'devise'; the nearest is 'device'"),
        ('[[scanners]]\nkind = "port"', "device"),
        ('scanners = "gun"', "scanners"),
        ('[scanners]\ndevice = "x"', r"as a \[\[scanners\]\] of its own"),
        ('scanners = ["gun"]', "scanners"),
        ('[[scanners]]\ndevice = "x"\nbaud = 1', "baud"),
        (f'[[scanners]]\ndevice = "x"\nname = "{"n" * 21}"', "name"),
    ],
)
def test_a_scanner_that_cannot_be_is_refused_in_one_sentence(write, text, told):
    with pytest.raises(WrongUsageError, match=told) as caught:
        load(write(text), {})
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("value", ["gun", "{", '{"device": "x"}', "[1]", '[{"devise": "x"}]'])
def test_scanners_in_the_environment_that_are_no_tables_are_refused(tmp_path, value):
    with pytest.raises(WrongUsageError, match=r"(?i)expected"):
        load(tmp_path, {"INTAKE_SCANNERS": value})


def test_cameras_are_tables_of_the_file_and_json_in_the_environment(write):
    folder = write('[[cameras]]\ndevice = "0"\nname = "above"\nfocus = 40\n')
    assert load(folder, {}).cameras == (Camera(device="0", name="above", focus=40),)
    other = {"INTAKE_CAMERAS": '[{"device": "/dev/video2", "width": 1920, "height": 1080}]'}
    assert load(folder, other).cameras == (Camera(device="/dev/video2", width=1920, height=1080),)
    assert load(folder, {"INTAKE_CAMERAS": ""}).cameras == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[[cameras]]\ndevise = "0"', r"\[\[cameras\]\].*got 'devise'; the nearest is 'device'"),
        ("[[cameras]]\nfps = 30", "device"),
        ('[cameras]\ndevice = "0"', r"each camera as a \[\[cameras\]\] of its own"),
        ('[[cameras]]\ndevice = "0"\nfocus = "near"', "focus"),
        ('preview = "big"', "expected auto, blocks, kitty, sixel, off"),
    ],
)
def test_a_camera_that_cannot_be_is_refused_in_one_sentence(write, text, told):
    with pytest.raises(WrongUsageError, match=told) as caught:
        load(write(text), {})
    assert "\n" not in str(caught.value)


KEYS = [(kind, field.name) for kind in (Scanner, Camera) for field in msgspec.structs.fields(kind)]


@pytest.mark.parametrize(("kind", "key"), KEYS)
def test_every_key_of_a_device_has_a_sentence(kind, key):
    schema = msgspec.json.schema(kind)["$defs"][kind.__name__]["properties"][key]
    assert schema["description"].endswith(".")
