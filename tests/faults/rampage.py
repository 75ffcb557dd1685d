"""A run in which processes die at random points while the market misbehaves, and what is wrong after it.

The count of accounts, answers and kills comes from KONTUAR_KILL ("20x50x20"; CI runs 5x20x20). A run with
one safeguard taken out (KONTUAR_KILL_COUNTER, 3x12x8) must find a double or a loss: otherwise it would prove
nothing. It ends at the first.
"""

import os
import random
import time
from collections import Counter
from decimal import Decimal
from typing import Any

from kontuar.practice_market import serve
from tests.faults.desk import Desk

SEND = "POST /messaging/threads/{threadId}/messages"
PATIENCE = 120.0
"""Seconds in which nothing moves until a desk that is not at rest is given up; a slow one that moves is waited for."""
LONGEST_PEACE = 1800.0
FIRST_ANSWER = 120.0
"""Seconds until the first answer left: processes come up, people sign in, cases are read."""
CLERKS = 4
LEASE, LONG_LEASE = 6, 20
"""Seconds; the long one for a desk so large that its processes wait for each other on a small machine."""
SETTLED = {"delivered", "blocked", "refused", "unsure"}


def size(without: str) -> tuple[int, int, int]:
    name, usual = ("KONTUAR_KILL_COUNTER", "3x12x8") if without else ("KONTUAR_KILL", "5x20x20")
    accounts, answers, kills = os.environ.get(name, usual).split("x")
    return int(accounts), int(answers), int(kills)


def people_write(running: serve.RunningMarket, sellers: list[str], answers: int) -> None:
    """Every seller has ``answers`` buyers who ask; some buy as well."""
    side = running.market.buyer_side
    for seller in sellers:
        offer = running.market.seller_side.offer(seller, name="Lampka biurkowa", price=Decimal("79.00"))
        for number in range(answers):
            buyer = f"{seller}-pyta-{number}"
            side.ask(buyer, seller=seller, offer_id=offer.id, text=f"Czy lampka {number} ma ściemniacz?")
            if number % 5 == 0:
                side.buy(buyer, seller=seller, offer_id=offer.id, quantity=1, pay=True, delivery="courier")


def slow_sending(running: serve.RunningMarket) -> None:
    """The market takes a message at once and answers late: whoever dies, dies most likely in between."""
    running.market.faults.add("lost_answer", chance=1.0, mode="hold", seconds=1.2, operation=SEND)


def misbehave(running: serve.RunningMarket) -> None:
    """Every fault the market has, each with a chance of its own."""
    faults = running.market.faults
    send = SEND
    faults.add("latency", chance=0.2, seconds=0.05, jitter=0.3)
    faults.add("latency", chance=0.5, seconds=0.3, jitter=0.7, operation=send)
    faults.add("too_many", chance=0.03, retry_after=1)
    faults.add("too_many", chance=0.02, retry_after=None, times=3)
    for status in (500, 502, 504):
        faults.add("html_error", chance=0.02, status=status)
    faults.add("html_error", chance=0.1, status=504, after_write=True, operation=send)
    faults.add("dropped", chance=0.02)
    faults.add("lost_answer", chance=0.1, mode="close", operation=send)
    faults.add("lost_answer", chance=0.04, mode="hold", seconds=4, operation=send)
    faults.add("event_late", chance=0.2, seconds=2)
    faults.add("event_double", chance=0.2)
    faults.add("event_missing", chance=0.2)
    faults.add("late_message", chance=0.2, seconds=3)
    faults.add("verifying", chance=0.1, seconds=2)
    faults.add("blocked", chance=0.05)
    faults.add("revoke_token", chance=0.002, times=2)
    faults.add("refresh_lost", chance=0.3, mode="close", times=2)


def rampage(running: serve.RunningMarket, desk: Desk, kills: int, expected: int, rng: random.Random) -> None:
    """Web and workers are killed, each time a little further on in the work, and started again."""
    patience = max(8.0, 1.6 * expected / kills)
    names = [f"web-{number + 1}" for number in range(len(desk.plan["ports"]))]
    names += [f"work-{number + 1}" for number in range(4 - len(names))]
    for name in names:
        desk.start(name)
    desk.clerks.start()
    # However slow the machine: nobody dies before there is work to die at.
    wait_for_progress(running, desk, 1, FIRST_ANSWER)
    # A counter-test needs workers that die while they send; the web server may live.
    victims = [name for name in names if name.startswith("work")] if desk.env["WITHOUT"] else names
    for number in range(kills):
        if has_found(running, desk):
            return
        wait_for_progress(running, desk, expected * (number + 0.5) / (kills + 1), patience)
        time.sleep(rng.uniform(0, 0.7))
        victim = victim_of(desk, victims, rng, patience)
        desk.kill(victim)
        desk.start(victim)


def victim_of(desk: Desk, victims: list[str], rng: random.Random, patience: float) -> str:
    """Anybody; half the time one who holds a message that has not left, if there is one.

    Without the lease only such a death is a loss: then one is waited for.
    """
    is_waited_for = desk.env["WITHOUT"] == "lease"
    give_up = time.monotonic() + (patience if is_waited_for else 0)
    while True:
        holding = [name for name in victims if desk.is_in_the_gap(name)]
        if holding and (is_waited_for or rng.random() < 0.5):
            return rng.choice(holding)
        if time.monotonic() >= give_up:
            return rng.choice(victims)
        time.sleep(0.02)


def has_found(running: serve.RunningMarket, desk: Desk) -> bool:
    """Whether a counter-test has what it looks for: a double at the market, or an answer nobody minds any more."""
    without = desk.env["WITHOUT"]
    if without == "lease":
        return bool(desk.audit()["stuck"])
    return bool(without) and any(count > 1 for count in times_sent(running).values())


def times_sent(running: serve.RunningMarket) -> Counter[str]:
    """How often the market took each answer."""
    return Counter(m.text for m in list(running.market.world.messages.values()) if m.by_seller)


def wait_for_progress(running: serve.RunningMarket, desk: Desk, accepted: float, patience: float) -> None:
    """Until the market took so many answers; where faults keep them back, for ``patience`` seconds only.

    A counter-test that has found a double need not go on.
    """
    give_up = time.monotonic() + patience
    while time.monotonic() < give_up:
        sent = times_sent(running)
        if sent.total() >= accepted or (desk.env["WITHOUT"] and sent.total() > len(sent)):
            return
        time.sleep(0.02)


def settle(running: serve.RunningMarket, desk: Desk, expected: int, *, patience: float) -> dict[str, Any]:
    """Peace: faults off, consents renewed, until all is at rest, or nothing moved for as long as patience lasts."""
    running.market.faults.clear()
    desk.do("sign_in_again")
    desk.do("read_everything")
    begun, told, share = time.monotonic(), 0.0, max(1.0, expected / 100)
    moved, before = begun, {}
    while True:
        found = desk.audit()
        if found["signed_out"]:
            desk.do("sign_in_again")
        if has_found(running, desk):
            return found
        if not (found["busy"] or found["unlooked"] or found["unanswered"] or found["streams"]):
            return found
        now = time.monotonic()
        moved, before = (moved, before) if standing(found) == before else (now, standing(found))
        if now > moved + patience * share or now > begun + LONGEST_PEACE * share:
            return found
        if time.monotonic() > told + 30:
            told = time.monotonic()
            left = {name: found[name] for name in ("busy", "unlooked", "unanswered", "signed_out")}
            print(f"after {told - begun:.0f} s of peace: {left}, {len(found['streams'])} failing streams")
        time.sleep(share)


def standing(found: dict[str, Any]) -> dict[str, Any]:
    """What changes while a desk comes to rest, without what an error says."""
    states = Counter(row["state"] for row in found["outgoing"])
    return {"states": states, "unlooked": found["unlooked"], "inbound": len(found["inbound"])}


def run(
    running: serve.RunningMarket,
    make_desk: Any,
    *,
    without: str = "",
    seed: int = 1,
    patience: float = PATIENCE,
) -> list[str]:
    """One whole run; returns what is wrong, in words."""
    accounts, answers, kills = size(without)
    rng = random.Random(seed)
    sellers = [f"sklep-{number}" for number in range(accounts)]
    for seller in sellers:
        running.market.seller_side.open(seller)
    desk = make_desk({"url": running.url, "sellers": sellers}, without=without)
    desk.do("setup")
    slow_sending(running) if without else misbehave(running)
    people_write(running, sellers, answers)
    begun = time.monotonic()
    rampage(running, desk, kills, accounts * answers, rng)
    killed = time.monotonic()
    struck = Counter[str]()
    for fault in running.market.faults.all():
        struck[fault.kind] += fault.struck
    print(f"faults struck {dict(struck)}")
    found = settle(running, desk, accounts * answers, patience=patience)
    desk.stop()
    seconds = f"{killed - begun:.0f} s of kills, at rest {time.monotonic() - killed:.0f} s later"
    print(f"{accounts} accounts x {answers} answers, {kills} kills; {seconds}")
    return troubles(running, found, accounts * answers)


def troubles(running: serve.RunningMarket, found: dict[str, Any], expected: int) -> list[str]:
    """Doubles, losses and untold outcomes."""
    world = running.market.world
    accepted = [m for m in world.messages.values() if m.by_seller]
    times = times_sent(running)
    status = {m.text: m.status for m in accepted}
    wrong = [f"sent {count} times: {text}" for text, count in times.items() if count > 1]
    rows = Counter(row["text"] for row in found["outgoing"])
    wrong += [f"{count} rows: {text}" for text, count in rows.items() if count > 1]
    if len(rows) != expected:
        wrong.append(f"{len(rows)} answers written, not {expected}")
    for row in found["outgoing"]:
        state, text = row["state"], row["text"]
        if state not in SETTLED:
            wrong.append(f"stands as {state} ({row['reason']}): {text}")
        elif state == "delivered" and status.get(text) not in {"DELIVERED", "INTERACTING"}:
            wrong.append(f"called delivered, is {status.get(text)}: {text}")
        elif state == "blocked" and status.get(text) != "BLOCKED":
            wrong.append(f"called blocked, is {status.get(text)}: {text}")
        elif state == "refused" and text in times:
            wrong.append(f"called refused, arrived: {text}")
        elif state == "unsure" and text in times:
            wrong.append(f"still unsure although the thread shows it: {text}")
    inbound = {m.id for m in world.messages.values() if not m.by_seller}
    if missing := inbound - set(found["inbound"]):
        wrong.append(f"{len(missing)} inbound messages are missing")
    if orders := set(world.orders) - set(found["orders"]):
        wrong.append(f"{len(orders)} orders are missing")
    states = Counter(row["state"] for row in found["outgoing"])
    print(f"answers {dict(states)}; inbound {len(inbound)}; accepted {len(accepted)}")
    return wrong
