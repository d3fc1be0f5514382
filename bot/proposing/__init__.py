"""What could an address become? From a page, feed or document to a commented entry that a person checks. Pure.

``naming`` and ``sides`` guess who speaks, ``entry`` writes it down with what ``finish`` learns from the items. ``lists`` (with
``rows``, ``parts`` and ``marks``) finds the rows of a page, ``paths`` those of a JSON document, ``links`` the feeds that a page
names, ``encodings`` a label that lies. Nothing is proposed that the source kind's own reader does not read: ``reads``.
"""
