"""Which templates this desk chooses for questions like this one, learnt from the answers it has sent.

Each account learns from its own answers alone, in memory; nothing is stored and nothing is sent. A look takes in some
examples at a time, so that the first after a start is not slower than others; a few looks later all are known.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from kontuar.actions import asked, words_gone
from kontuar.actions.template_list import LATELY
from kontuar.store.models import TemplateUse
from kontuar.text import meaning
from kontuar.text.learnt import Learnt

MOST = 200
"""Newest answers of an account that are learnt from."""
FEWEST = 10
"""With less there is nothing to learn yet."""
FRESH = timedelta(hours=1)
LIKELY, MORE = 0.3, 0.1
"""Of a score between 0 and 1: what is below says as good as nothing, nor does what is hardly above the template's share
of all answers."""

type Example = tuple[str, str]
"""A question, and the ``ref`` of the template it was answered with."""


@dataclass(frozen=True, slots=True)
class _Pool:
    """``count`` examples were learnt from; ``is_whole`` once no more wait to be read."""

    learnt: Learnt | None
    count: int
    is_whole: bool
    built_at: datetime


_POOLS = words_gone.Memory[_Pool]()


def fitting(question: str, account_id: int, *, now: datetime) -> dict[str, float]:
    """How well templates fit by ``ref``, between ``LIKELY`` and 1; empty where nothing was learnt."""
    question = meaning.beginning(question)
    if not question.strip() or not meaning.knows(question):
        return {}
    learnt = _pool(account_id, now).learnt
    if learnt is None:
        return {}
    vectors = meaning.encoder().vectors([question])
    scores = learnt.scores([question], vectors)[0].tolist()
    return {
        ref: min(1.0, score)
        for ref, score, share in zip(learnt.answers, scores, learnt.shares.tolist(), strict=True)
        if score >= LIKELY and score - share >= MORE
    }


def forget_pools() -> None:
    """Begin anew: the next look learns again."""
    _POOLS.clear()


def _pool(account_id: int, now: datetime) -> _Pool:
    with _POOLS.look() as pools:
        pool = pools.get(account_id)
        if pool is None or not pool.is_whole or not timedelta(0) <= now - pool.built_at < FRESH:
            before = None if pool is None or pool.is_whole else pool
            pool = pools[account_id] = _learn(examples(account_id, now=now), before, now)
    return pool


def _learn(told: list[Example], before: _Pool | None, now: datetime) -> _Pool:
    """Learnt anew when all is read or twice as much as ``before``: it takes as long as some looks."""
    import numpy as np

    told = [(text, ref) for text, ref in told if meaning.knows(text)]
    if len(told) < FEWEST or len({ref for _, ref in told}) < 2:
        return _Pool(None, 0, True, now)
    known = meaning.kept([text for text, _ in told])
    read = [(text, ref) for text, ref in told if text in known]
    is_whole = len(read) == len(told)
    if before is not None and not is_whole and len(read) < 2 * before.count:
        return before
    if len(read) < FEWEST:
        return _Pool(None, 0, False, now)
    vectors = np.array([known[text] for text, _ in read], np.float32)
    learnt = Learnt([text for text, _ in read], vectors, [ref for _, ref in read])
    return _Pool(learnt, len(read), is_whole, now)


def examples(account_id: int, *, now: datetime) -> list[Example]:
    """What buyers asked, and the last template put into each answer that left; the newest first."""
    sent = TemplateUse.objects.filter(
        case__account=account_id, outgoing__isnull=False, used_at__gte=now - LATELY
    )
    uses = list(sent.order_by("-used_at", "-pk")[:MOST])
    questions = asked.by_case({one.case_id for one in uses})
    told, seen = list[Example](), set[int | None]()
    for one in uses:
        question = asked.before(questions[one.case_id], one.used_at)
        if one.outgoing_id in seen or not question:
            continue
        seen.add(one.outgoing_id)
        told.append((meaning.beginning(question), str(one.template_id or one.starter)))
    return told
