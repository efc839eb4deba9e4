"""What lay before a camera whose process ended is no second scan; what is brought there is one."""

from intake.scan import Method, Moment
from scanners.camera.lying import SETTLES_AFTER, Lying
from scanners.symbology import scan_of

YES, NO = (scan_of(raw, "camera:x", Method.CAMERA, Moment(0, 0)) for raw in (b"RI-C-YES", b"RI-C-NO"))


def test_a_code_counts_whenever_it_is_brought_to_a_process_at_work():
    lying = Lying()
    lying.begin()
    assert [lying.was_read(YES) for _ in range(3)] == [False, False, False]


def test_what_an_earlier_process_has_read_counts_no_second_time_until_it_is_brought_anew():
    lying = Lying()
    assert not lying.was_read(YES)
    lying.begin()
    assert not lying.was_read(NO)
    assert lying.was_read(YES)
    assert not lying.was_read(YES)
    lying.begin()
    assert lying.was_read(NO)


def test_what_comes_when_the_new_process_has_seen_the_table_was_brought():
    lying = Lying()
    lying.was_read(YES)
    lying.was_read(NO)
    lying.begin()
    lying.look(SETTLES_AFTER - 1)
    assert lying.was_read(YES)
    lying.look(1)
    assert not lying.was_read(NO)
