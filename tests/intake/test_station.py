def test_smoke(desk, state):
    import time
    t=time.time()
    desk.receive(); desk.receive(state.unnamed())
    print(time.time()-t, desk.station.receipt)
