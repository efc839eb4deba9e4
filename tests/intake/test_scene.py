"""The scene: plain values, empty until something is to be shown."""

from intake.scene import Scene, Tally


def test_nothing_is_shown_unless_it_is_said():
    scene = Scene()
    assert (scene.hand, scene.keyed, scene.cards, scene.pending, scene.container) == (
        None,
        None,
        (),
        (),
        None,
    )
    assert (scene.tally, scene.troubles, scene.note, scene.notes) == (Tally(), (), None, 0)
    assert (scene.condition, scene.un_number, scene.emergency_since) == (None, None, None)


def test_two_scenes_that_show_the_same_are_equal():
    assert Scene(notes=1) == Scene(notes=1) != Scene()
