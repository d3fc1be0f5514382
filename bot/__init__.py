"""Readout: from a ministry's page to an alert in a chat, once, with its evidence.

The flow; the numbers are the design's, the words are the functions' names::

     1 sources.<kind>.ask(source, cursor)              -> Request               pure
     2 fetcher.fetch(request)                          -> Reply | NotModified   the network
     3 sources.<kind>.read(source, reply)              -> [RawItem]             pure
     4 text.normalise.normalise(raw, source, now)      -> Item                  pure
     5 dedupe.fresh(items, known)                      -> [Item], [Revision]    pure
     6 dedupe.story_of(item, candidates)               -> Story                 pure
     7 match.scan(item, source, index)                 -> Scan                  pure
     8 followups.classify(item, source, story, scan)   -> FollowUp              pure
     9 storyline.advance(state, followups, storyline)  -> state', [Finding]     pure
    10 alerts.decide(findings, told, entities, now)    -> [Alert]               pure
    11 store.checking(claim).record(outcome)           ONE transaction
    -- another tick --------------------------------------------------------------------
    12 store.claim_deliveries -> alerts.render -> channel.send -> store.settle_all

``pipeline.py`` is where the steps meet; ``app.py`` is the one file that knows every concrete class.
"""
