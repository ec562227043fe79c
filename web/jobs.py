"""Scheduled and queued work, by DBOS: what is due is looked for on a schedule, and each tool's crawl is a job.

Once a night what logs show of people is folded, where it is past its keeping, and what ends soon is told.

What is to be done follows from the store (`scrapers/watch.py`), and a crawl's effects can be repeated: a job that is
lost is found again, one that runs twice records nothing twice. A queue is cut by sites, each worked on by one worker
at a time; the store holds all runs of the program to the pace of each host (`scrapers/shared_pace.py`). A job whose
worker died is taken up by whoever notices, and so is a look-up whose server did (`web/lookups.py`).
"""

import asyncio
import socket
import time
from collections.abc import Callable, Collection
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from dbos import DBOS, DBOSConfig, DBOSPortableJSONSerializer, SetEnqueueOptions, SetWorkflowID, error
from sqlalchemy.engine import make_url
from sqlmodel import select

from catalog.adoption import retention
from catalog.errors import ByotError
from catalog.models.tool import Tool
from catalog.moment import now, written
from catalog.review import reopening
from catalog.review.deciding import decisions
from catalog.review.ending import reminders
from catalog.settings import Settings
from catalog.store import Store
from scrapers import alive
from scrapers.archive import snapshots_of
from scrapers.gate import Gate
from scrapers.goal import goal_of
from scrapers.visit import visit
from scrapers.watch import Due, due, people_of
from web.changed import changed
from web.lookups import Lookups
from web.reminding import reminder
from web.telling import tell
from web.words import DECISIONS, many

QUEUE, SCHEDULE, NIGHTLY = "crawl", "watch", "nightly"
VERSION = "1"
"""Jobs of another version are left to workers of that version."""
AT_ONCE = 4
POLL = 0.5
MOST_TOLD = 20
DEAD_AFTER = timedelta(minutes=30)
"""A job of another machine that has not moved for so long has lost its worker; no crawl takes that long."""
LEFT = ["PENDING", "ENQUEUED", "DELAYED"]

Told = Callable[[str], None]


@dataclass
class Desk:
    """What the jobs of this process work with."""

    store: Store
    read: Settings
    told: Told
    only: Collection[str] | None = None


_desk: Desk | None = None


def work(store: Store, read: Settings, told: Told, *, once: bool = False, only: Collection[str] | None = None) -> None:
    """Do jobs until the process is told to end; with `once` until none is left. `only` keeps to some tools' slugs."""
    global _desk  # noqa: PLW0603  DBOS finds its jobs by their names: what they work with cannot be handed over
    _desk = Desk(store, read, told, only)
    DBOS(config=_config(read))
    DBOS.launch()
    try:
        DBOS.register_queue(QUEUE, worker_concurrency=AT_ONCE, partition_concurrency=1, polling_interval_sec=POLL)
        if not once:
            jobs = ((SCHEDULE, on_schedule, read.watch_schedule), (NIGHTLY, nightly, read.nightly_schedule))
            DBOS.apply_schedules(
                [{"schedule_name": name, "workflow_fn": job, "schedule": on, "context": None} for name, job, on in jobs]
            )
        else:
            DBOS.start_workflow(nightly, now(), None).get_result()
            DBOS.start_workflow(on_schedule, now(), None).get_result()
        with nullcontext() if once else Lookups(store, snapshots_of(read), now).keeping():
            while not once or _left():
                time.sleep(POLL)
                take_up()
    except KeyboardInterrupt:
        told("The worker ends; what it was at is taken up by the next one")
    finally:
        DBOS.destroy(workflow_completion_timeout_sec=0)


@DBOS.workflow()
def on_schedule(at: datetime, context: Any) -> None:
    """Be the schedule's job: look for what is due, and put it into the queue."""
    put(look_step())


@DBOS.workflow()
def nightly(at: datetime, context: Any) -> None:
    """Be the night's job: fold what logs show of people for longer than the policy keeps it; tell what ends soon."""
    purge_step()
    remind_step()


@DBOS.step()
def purge_step() -> list[dict[str, Any]]:
    """Fold what is past its keeping; give what was done. A policy that cannot be used stops nothing else."""
    desk = _at()
    try:
        with desk.store.session() as session:
            limits = retention.limits(session, desk.read.policy)
        done = retention.purge(desk.store, limits, now())
    except ByotError as problem:
        desk.told(f"Nothing was folded: {problem.one_line()}")
        return []
    for one in done:
        desk.told(f"{one['origin']}: {many(one['rows'], 'row')} before {one['before']} folded into sums")
    return done


@DBOS.step()
def remind_step() -> int:
    """Tell the watchers which decisions and documents end soon, and which cases are late; give how many."""
    desk = _at()
    with desk.store.session() as session:
        found = reminders(session, now())
    told = reminder(found)
    for missed in tell(desk.read, *told) if told else ():
        desk.told(f"a reminder by {missed} did not arrive")
    return len(found)


@DBOS.step()
def look_step() -> list[list[str]]:
    """Look for what is due, as a step of a job."""
    return look(now())


@DBOS.workflow()
def crawl_tool(tool: str) -> dict[str, Any]:
    """Be the job of one tool: crawl it, open the cases again whose facts moved, then tell what changed."""
    done = crawl_step(tool)
    reopen_step()
    tell_step(tool, done["began"])
    return done


@DBOS.step()
def crawl_step(tool: str) -> dict[str, Any]:
    """Crawl one tool; give how many pages were had, how many facts are new, and why there are none."""
    desk, began = _at(), now()
    try:
        told = _crawled(desk, tool)
    except ByotError as problem:
        told = {"tool": tool, "pages": 0, "new": 0, "why": problem.one_line()}
    told["began"] = written(began)
    desk.told(f"{tool}: {told['pages']} pages, {told['new']} new facts{': ' + told['why'] if told['why'] else ''}")
    return told


@DBOS.step()
def reopen_step() -> int:
    """Hold the decisions in force against the facts, where facts came in; give how many moved."""
    return len(_at().store.transact(reopening.recheck_if_due))


@DBOS.step()
def tell_step(tool: str, began: str) -> int:
    """Tell the watchers what changed on a tool's pages since a crawl began; give how many changes there were."""
    desk, since = _at(), datetime.fromisoformat(began)
    with desk.store.session() as session:
        row = session.exec(select(Tool).where(Tool.slug == tool)).first()
        new = [one for one in changed(session, row.id or 0) if one.at >= since] if row else []
        people = people_of(session, row.id or 0) if row else 0
        ruled = [one["status"] for one in decisions(session, row, now()) if one["in_force"]] if row and new else []
    if row is None or not new:
        return 0
    lines = [f"{one.text} {one.url}" for one in new[:MOST_TOLD]]
    rulings = [f"We decided: {DECISIONS[status]}." for status in ruled]
    more = [f"And {len(new) - MOST_TOLD} more."] if len(new) > MOST_TOLD else []
    used = f", and {many(people, 'person uses', 'people use')} it here" if people else ""
    title = f"{row.name}: {many(len(new), 'change')} on its pages{used}"
    for missed in tell(desk.read, title, "\n".join([*lines, *more, *rulings])):
        desk.told(f"{tool}: a notice by {missed} did not arrive")
    return len(new)


def look(at: datetime) -> list[list[str]]:
    """Give the tools that are due, the ones that matter most first: slug, site, and the name of the job.

    A job's name says since when its tool is due: asked for again it is the same one, until a page was fetched or the
    day is over.
    """
    desk = _at()
    found = _due(desk.store, desk.read, desk.only, at)
    if found:
        desk.told(f"{many(len(found), 'tool is', 'tools are')} due, first {found[0].tool}: {found[0].why}")
    return [[one.tool, one.site, f"{one.tool} after {_day(one.last)} on {at.date()}"] for one in found]


def listed(store: Store, read: Settings, only: Collection[str] | None, most: int) -> dict[str, Any]:
    """Give how many tools are due and, of the first so many, why, and which of their pages come first."""
    found = _due(store, read, only, now())
    tools = [
        {
            "tool": one.tool,
            "rank": round(one.rank, 3),
            "why": one.why,
            "last": written(one.last) if one.last else None,
            "pages": [{"url": page.address.url, "kind": page.kind, "why": page.why} for page in one.pages],
        }
        for one in found[:most]
    ]
    return {"due": len(found), "tools": tools}


def _due(store: Store, read: Settings, only: Collection[str] | None, at: datetime) -> list[Due]:
    with store.session() as session:
        return due(session, Gate(read.fetch_allow), at, timedelta(days=read.watch_days), only)


def put(found: list[list[str]]) -> None:
    """Put a job into the queue for each tool that is due."""
    for tool, site, job in found:
        with SetWorkflowID(job), SetEnqueueOptions(queue_partition_key=site):
            DBOS.enqueue_workflow(QUEUE, crawl_tool, tool)


def take_up() -> None:
    """Put the jobs of workers that died back into the queue."""
    for job in DBOS.list_workflows(status="PENDING", load_input=False, load_output=False):
        if job.queue_name and _dead(job.executor_id or "", job.updated_at or 0):
            with suppress(error.DBOSException):  # another worker was quicker
                DBOS.resume_workflow(job.workflow_id, queue_name=QUEUE)


def _crawled(desk: Desk, tool: str) -> dict[str, Any]:
    with desk.store.session() as session:
        goal = goal_of(session, Gate(desk.read.fetch_allow), tool)
    snapshots = snapshots_of(desk.read)
    [ended] = asyncio.run(visit(desk.store, snapshots, desk.read, [goal], told=lambda step: None))
    pages = [step.recorded for step in ended.steps if step.recorded]
    why = ended.failure.one_line() if ended.failure else None
    return {"tool": tool, "pages": len(pages), "new": sum(page.new for page in pages), "why": why}


def _day(moment: datetime | None) -> str:
    return written(moment) if moment else "nothing"


def _at() -> Desk:
    assert _desk is not None, "a job runs in a worker alone"
    return _desk


def _left() -> bool:
    return bool(DBOS.list_workflows(status=LEFT, queue_name=QUEUE, load_input=False, load_output=False, limit=1))


def _dead(executor: str, moved_at: int) -> bool:
    """Tell whether a worker is no more: its run on this machine, or one elsewhere that has been still for long."""
    if executor.partition(":")[0] == socket.gethostname():
        return alive.gone(executor)
    return now().timestamp() * 1000 - moved_at > DEAD_AFTER.total_seconds() * 1000


def _config(read: Settings) -> DBOSConfig:
    return {
        "name": "byot",
        "system_database_url": _jobs_url(read.database_url),
        "application_version": VERSION,
        "executor_id": alive.name(),
        "serializer": DBOSPortableJSONSerializer(),
        "log_level": "ERROR",
        "enable_otlp": False,
    }


def _jobs_url(database_url: str) -> str:
    """Give where jobs are kept: a file beside ours, or a schema of its own in the same PostgreSQL."""
    parsed = make_url(database_url)
    if parsed.get_backend_name() == "sqlite":
        return f"sqlite:///{parsed.database}.jobs"
    return parsed.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
