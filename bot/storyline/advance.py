"""What did these documents teach us about the storyline? (step 9)

Pure: state and follow-ups in, next state and findings out. One document leads to at most one finding, which carries
everything we noticed about it; what time alone brings about (a document that did not come) is found by ``lapse``.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.model.alert import Told
from bot.model.finding import Answer, Change, Finding, FormulaUse, Pending, StorylineState
from bot.model.followup import Evidence, FollowUp
from bot.model.item import Revision
from bot.model.watchlist import SEVERITIES, Claim, Expectation, Storyline, Watch, Watchlist
from bot.storyline import claims, counting, expectations, formulas, readouts, reported, wordings
from bot.storyline.takes import entities_of

Detail = Mapping[str, object]
REPEATED_FOR = timedelta(days=30)
"""How long after its deadline what did not come is said again."""


def advance(
    state: StorylineState,
    followups: Iterable[FollowUp],
    storyline: Storyline,
    watchlist: Watchlist,
    *,
    baseline: bool = False,
) -> tuple[StorylineState, list[Finding]]:
    """Take the documents in, one after the other. On a ``baseline`` only formulas learn (their history); nothing is found."""
    findings: list[Finding] = []
    for followup in followups:
        document = _Document(followup, storyline, watchlist)
        state, notices = document.read(state, baseline=baseline)
        if not baseline and (finding := document.finding(notices)):
            findings.append(finding)
    return state, findings


def lapse(state: StorylineState, storyline: Storyline, now: datetime) -> tuple[StorylineState, list[Finding]]:
    """End the waits whose time is up; each is said once."""
    known = {expectation.id: expectation for expectation in storyline.expectations}
    findings = []
    pending = state.pending
    for late in expectations.overdue(pending, now):
        pending = expectations.settle(pending, late, "overdue")
        if late.expectation in known:
            findings.append(_overdue(storyline, known[late.expectation], late))
    return replace(state, pending=pending), findings


def again(state: StorylineState, storyline: Storyline, told: Sequence[Told], now: datetime) -> list[Finding]:
    """What is overdue still and is to be said again, and how often it was: the latest wait for each document."""
    known = {expectation.id: expectation for expectation in storyline.expectations}
    latest = {one.expectation: one for one in state.pending if one.expectation in known}
    every, findings = storyline.routing.repeat_interval, []
    for late in latest.values():
        said = [one for one in told if (one.storyline, one.watch, one.story) == (storyline.id, late.expectation, late.story)]
        said = [one for one in said if one.change == "overdue"]
        if every and said and late.state == "overdue" and said[-1].created_at + every <= now < late.due + REPEATED_FOR:
            finding = _overdue(storyline, known[late.expectation], late)
            findings.append(replace(finding, detail={**finding.detail, "again": len(said)}))
    return findings


def recounted(state: StorylineState, followup: FollowUp, storyline: Storyline) -> tuple[StorylineState, Finding | None]:
    """A later text of a row of the daily table: a day long past may have another number."""
    if not storyline.rivals or not counting.is_daily(followup):
        return state, None
    series, notices = counting.counted(state, followup)
    if not notices:
        return replace(state, series=series), None
    detail = counting.detail(notices)
    quoted = (Evidence("incident", followup.item.title, followup.item.title, 0),)
    finding = _finding(followup, storyline, "", "new", "incident", "normal", quoted, detail, replies_to="")
    story = f"{followup.story.id}/{notices[0].kind}/{notices[0].value}"
    return replace(state, series=series), replace(finding, story=story)


def revised(followup: FollowUp, revision: Revision, storyline: Storyline) -> Finding | None:
    """A changed headline, or a correction added to the text, of something on the storyline; None for any other change.

    It is a correction when the new words say so, else a silent edit.
    """
    corrected = any(piece.kind == "correction" and piece.quote not in revision.before.text for piece in followup.evidence)
    on_story = any(match.storyline == storyline.id for match in followup.matches)
    if not on_story or not (corrected or (revision.title_changed and not revision.returned)):
        return None
    kind = "correction" if corrected else "silent-edit"
    before, after = revision.before.title, revision.item.title
    change: Change = "corrected" if corrected else "edited"
    field = "title" if revision.title_changed else "text"
    detail = {"type": change, "field": field, "before": before, "after": after}
    said = tuple(piece for piece in followup.evidence if piece.kind == "correction") if corrected else ()
    quoted = said or (Evidence(kind, after, after, 0),)
    return _finding(followup, storyline, "", change, kind, "high", quoted, detail, replies_to=followup.story.id)


@dataclass(frozen=True, slots=True)
class _Notices:
    """What reading one document brought up."""

    details: tuple[Detail, ...] = ()
    conflict: tuple[Answer, ...] = ()
    claim: Claim | None = None
    met: Pending | None = None
    counterpart: str = ""
    """The story that holds the other side's account of the same call."""


@dataclass(frozen=True, slots=True)
class _Document:
    followup: FollowUp
    storyline: Storyline
    watchlist: Watchlist

    def read(self, state: StorylineState, *, baseline: bool) -> tuple[StorylineState, _Notices]:
        """The next state, and what is worth telling about it."""
        state, details = self._formulas(state)
        state, worded = self._wordings(state)
        state, counted = self._series(state)
        notices = _Notices((*details, *worded, *([] if baseline else counted)))
        if baseline or not self._mine():
            return state, notices
        state, notices = self._claims(state, notices)
        state, notices = self._readouts(state, notices)
        state, notices = self._incidents(state, notices)
        return self._expectations(state, notices)

    def _mine(self) -> bool:
        return any(match.storyline == self.storyline.id for match in self.followup.matches)

    def _formulas(self, state: StorylineState) -> tuple[StorylineState, list[Detail]]:
        details: list[Detail] = []
        uses: tuple[FormulaUse, ...] = state.uses
        for formula in self.storyline.formulas:
            use = formulas.use_of(self.followup, self.storyline, formula, self.watchlist)
            if use is None or formulas.is_copy(use, uses):
                continue
            if detail := formulas.detail(formula, use, uses):
                details.append(detail)
            uses = (*uses, use)
        return replace(state, uses=uses), details

    def _wordings(self, state: StorylineState) -> tuple[StorylineState, list[Detail]]:
        details: list[Detail] = []
        issues = state.issues
        for wording in self.storyline.wordings:
            issue = wordings.issue_of(self.followup, self.storyline, wording, self.watchlist)
            if issue is None:
                continue
            last = wordings.before(issue, issues)
            if last and (detail := wordings.detail(wording, issue, last, self.watchlist)):
                details.append(detail)
            issues = wordings.with_issue(issues, issue)
        return replace(state, issues=issues), details

    def _series(self, state: StorylineState) -> tuple[StorylineState, list[Detail]]:
        if not self.storyline.rivals:
            return state, []
        series, notices = counting.counted(state, self.followup)
        return (replace(state, series=series) if series != state.series else state), [counting.detail(notices)] if notices else []

    def _incidents(self, state: StorylineState, notices: _Notices) -> tuple[StorylineState, _Notices]:
        one = reported.reported_by(self.followup, self.storyline)
        if one is None:
            return state, notices
        if other := reported.counterpart(one, state.reported):
            notices = replace(notices, details=(*notices.details, reported.detail(one, other)), counterpart=other.story)
        return replace(state, reported=reported.with_reported(state.reported, one)), notices

    def _readouts(self, state: StorylineState, notices: _Notices) -> tuple[StorylineState, _Notices]:
        tellings = state.tellings
        for group in self.storyline.readouts:
            telling = readouts.telling_of(self.followup, self.storyline, group, self.watchlist)
            if telling is None:
                continue
            if readouts.is_news(telling, tellings):
                for other in readouts.counterparts(telling, tellings):
                    notices = replace(
                        notices, details=(*notices.details, readouts.detail(group, telling, other)), counterpart=other.story
                    )
            tellings = readouts.with_telling(tellings, telling)
        return replace(state, tellings=tellings), notices

    def _claims(self, state: StorylineState, notices: _Notices) -> tuple[StorylineState, _Notices]:
        for claim in self.storyline.claims:
            answer = claims.answer_of(self.followup, self.storyline.id, claim)
            if answer is None or not claims.is_news(state.answers, answer):
                continue
            rivals, before = claims.rivals(state.answers, answer), claims.changed(state.answers, answer)
            if before:
                rivals = (before,)
                notices = replace(notices, details=(*notices.details, _claim_detail(claim, (before, answer), "changed")))
            elif rivals or not any(a.claim == claim.id and a.answer == answer.answer for a in state.answers):
                detail = _claim_detail(claim, (*rivals, answer), "conflict" if rivals else "claim")
                notices = replace(notices, details=(*notices.details, detail))
            if rivals:
                notices = replace(notices, conflict=rivals, claim=claim)
            state = replace(state, answers=(*state.answers, answer))
        return state, notices

    def _expectations(self, state: StorylineState, notices: _Notices) -> tuple[StorylineState, _Notices]:
        pending = state.pending
        for expectation in self.storyline.expectations:
            waiting = [p for p in pending if p.expectation == expectation.id and p.state in {"open", "overdue"}]
            if waiting and expectations.meets(self.followup, self.storyline, expectation, self.watchlist):
                pending = expectations.settle(pending, waiting[-1], "met")
                notices = replace(
                    notices, met=waiting[-1], details=(*notices.details, _wait_detail("met", expectation, waiting[-1]))
                )
            elif (
                waiting
                and waiting[-1].state == "open"
                and expectations.cancels(self.followup, self.storyline, expectation, self.watchlist)
            ):
                pending = expectations.settle(pending, waiting[-1], "cancelled")
                cancelled = _wait_detail("cancelled", expectation, waiting[-1])
                notices = replace(notices, details=(*notices.details, cancelled))
            elif wait := expectations.opened(self.followup, self.storyline, expectation, pending, self.watchlist):
                pending = (*pending, wait)
        return replace(state, pending=pending), notices

    def finding(self, notices: _Notices) -> Finding | None:
        """The one finding about this document: its telling kind, the most severe watch that wants it, and all notices."""
        wanted = [watch for watch in self.storyline.watches if self._wants(watch)]
        kind = next((kind for kind in self.followup.kinds if any(kind in watch.kinds for watch in wanted)), "")
        if not kind or (counting.is_daily(self.followup) and not notices.details):
            return None
        watch = max((w for w in wanted if kind in w.kinds), key=lambda watch: SEVERITIES.index(watch.severity))
        change: Change = "conflict" if notices.conflict else "met" if notices.met else "new"
        severity = max(watch.severity, notices.claim.severity if notices.claim else "low", key=SEVERITIES.index)
        replies_to = notices.conflict[-1].story if notices.conflict else notices.met.story if notices.met else notices.counterpart
        evidence = tuple(sorted(self.followup.evidence, key=lambda piece: piece.kind != kind))
        detail = _merged(notices.details)
        return _finding(self.followup, self.storyline, watch.id, change, kind, severity, evidence, detail, replies_to=replies_to)

    def _wants(self, watch: Watch) -> bool:
        """Whether the watch is about what this document is about, of whatever kind that is."""
        return any((m.storyline, m.watch) == (self.storyline.id, watch.id) for m in self.followup.matches)


def _finding(
    followup: FollowUp, storyline: Storyline, watch: str, change: Change, kind: str, severity: str,
    evidence: tuple[Evidence, ...], detail: Detail, *, replies_to: str,
) -> Finding:  # fmt: skip
    item = followup.item
    surfaces = {
        item.title[span.start : span.end]: entity
        for entity, spans in followup.scan.entities.items()
        for span in spans
        if span.end <= len(item.title)
    }
    return Finding(
        storyline.id, watch, followup.story.id, change, kind, severity, item.title, item, followup.source,
        link=item.link, evidence=evidence, surfaces=surfaces, entities=entities_of(item, followup.scan, storyline), detail=detail,
        replies_to_story=replies_to,
    )  # fmt: skip


def _overdue(storyline: Storyline, expectation: Expectation, late: Pending) -> Finding:
    title = expectation.title.get("en", expectation.id)
    detail = _wait_detail("overdue", expectation, late)
    quoted = (Evidence("overdue", expectation.id, late.title, 0),)
    return Finding(
        storyline.id, expectation.id, late.story, "overdue", "overdue", expectation.severity, title, None, None,
        link=late.link, evidence=quoted, detail=detail, replies_to_story=late.story,
    )  # fmt: skip


def _claim_detail(claim: Claim, answers: Sequence[Answer], kind: str) -> Detail:
    shown = [
        {
            "answer": a.answer,
            "side": a.side,
            "outlet": a.outlet,
            "quote": a.quote,
            "hedge": a.hedge,
            "link": a.link,
            "at": a.at.isoformat(),
        }
        for a in answers
    ]
    return {"type": kind, "claim": claim.id, "ask": claim.ask, "answers": shown}


def _wait_detail(kind: str, expectation: Expectation, wait: Pending) -> Detail:
    return {
        "type": kind,
        "expectation": expectation.id,
        "title": expectation.title.get("en", expectation.id),
        "after": {"title": wait.title, "link": wait.link},
        "since": wait.since.isoformat(),
        "due": wait.due.isoformat(),
    }


def _merged(details: Sequence[Detail]) -> Detail:
    """One mapping: the most telling detail in front, all of them under ``findings`` when there are several."""
    if len(details) < 2:
        return details[0] if details else {}
    order = ("conflict", "changed", "met", "cancelled", "incident", "asymmetry", "series", "formula", "wording", "claim")
    ranked = sorted(details, key=lambda detail: order.index(str(detail["type"])))
    return {**ranked[0], "findings": list(ranked)}
