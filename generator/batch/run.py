"""One run: the shards that are not there yet, handed to a cluster, a few at a time, and written as they come back.

Dask gives the work of a lost worker to another. What is ours is to find the one document that ends every worker it comes to.
"""

from __future__ import annotations

import asyncio
import logging
import warnings
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

import dask
from distributed import Client, KilledWorker, LocalCluster
from distributed.client import FutureCancelledError
from distributed.comm import CommClosedError, connect

from generator import workers
from generator.batch.shard import make, program, try_reading
from generator.batch.sources import Given, Shard, documents, shards
from generator.batch.store import Counts, ShardFolder
from generator.errors import GeneratorError

DEATHS = 5
"""Workers that a document may cost before it is left out."""
ANSWER = 30
"""Seconds for a scheduler to answer, and to have a worker."""
LONG = 60
"""Seconds after which it is looked whether any worker is left."""
AGAIN = "run it again: the shards that were written stay"
DEADLY = f"ended its worker {DEATHS} times: it takes too much memory or time, or breaks the program"
_SETTINGS = {
    "distributed.scheduler.allowed-failures": 0,  # one death is enough to look closer
    "distributed.deploy.lost-worker-timeout": "1 day",  # after 15 seconds it gives up one that is just being started for the second time
    "distributed.scheduler.http.routes": [],  # nothing is served but the work
    "distributed.worker.http.routes": [],
    "distributed.worker.profile.enabled": False,  # a hundred looks a second at what each worker does, for a page that nobody is served
}


class Done(NamedTuple):
    """What a run came to."""

    documents: int
    bad: int
    shards: int
    written: int
    removed: int


def run(
    source: Path,
    out: Path,
    scheduler: str | None,
    size: int,
    say: Callable[[str], None],
    progress: Callable[[int], None] = lambda documents: None,
) -> Done:
    """Reads the corpus `source` into shards of `size` documents in `out`, on the cluster of `scheduler` or on this machine's cores.

    Raises GeneratorError for a corpus, a folder or a cluster that cannot be used, OSError where the disk is full; what was written stays.
    """
    if source.is_dir() and out.resolve().is_relative_to(source.resolve()):
        raise GeneratorError.at(out.as_posix(), "lies in the corpus itself", hint="name a folder outside of it")
    store, counts, keys, written = ShardFolder(out, say), list[Counts](), set[str](), 0
    with store.alone(), ExitStack() as stack:
        cluster: _Cluster | None = None
        pending = set[Future[Counts]]()
        for shard in shards(documents(source), size, program()):
            keys.add(shard.key)
            if held := store.held(shard.key):
                counts.append(held)
            else:
                cluster = cluster or stack.enter_context(_cluster(scheduler))
                if len(pending) >= cluster.most:
                    ended, pending = wait(pending, return_when=FIRST_COMPLETED)
                    counts += [one.result() for one in ended]
                pending.add(cluster.pool.submit(cluster.finished, shard, store))
                written += 1
            progress(sum(one.documents for one in counts))
        counts += [one.result() for one in pending]
        if not keys:
            raise GeneratorError.at(source.as_posix(), "holds no document")
        removed = store.keep(keys)
    return Done(sum(one.documents for one in counts), sum(one.bad for one in counts), len(keys), written, removed)


class _Cluster:
    """Workers, and a thread here for each shard that is under way."""

    def __init__(self, client: Client, pool: ThreadPoolExecutor, most: int) -> None:
        self._client, self.pool, self.most = client, pool, most
        self._looking = Lock()

    def finished(self, shard: Shard, store: ShardFolder) -> Counts:
        """The shard made on some worker and written."""
        deadly: dict[int, str] = {}
        for time in range(DEATHS):
            try:
                return store.put(shard.key, self._on_worker(make, shard.documents, deadly, program()))
            except KilledWorker:
                if time:  # the first time it may have been another's shard on the same worker, or somebody's kill
                    with self._looking:
                        deadly |= dict.fromkeys(self._deadly(shard.documents, 0, alive=False), DEADLY)
        raise GeneratorError.at(
            "generator batch", "workers are ended from outside again and again", hint="give them more memory; run it again"
        )

    def _deadly(self, some: Sequence[Given], first: int, alive: bool = True) -> Iterator[int]:
        """The numbers of those documents that end their worker, halving them until each stands alone; `first` is the number of the
        first. Whether a worker lives through them all is tried where it may be."""
        deaths = 0
        while deaths < DEATHS and (alive or len(some) == 1):
            try:
                self._on_worker(try_reading, some)
                return
            except KilledWorker as error:
                deaths, alive = deaths + error.allowed_failures + 1, False
        if len(some) == 1:
            yield first
            return
        middle = len(some) // 2
        yield from self._deadly(some[:middle], first)
        yield from self._deadly(some[middle:], first + middle)

    def _on_worker(self, work: Callable[..., Any], *arguments: Any) -> Any:
        """What the work comes to; raises GeneratorError where there is no worker any more, as where none was started again."""
        future, without = self._client.submit(work, *arguments, pure=False), 0
        while without < 2:
            try:
                return future.result(timeout=LONG)
            except TimeoutError:
                without = 0 if self._client.nthreads() else without + 1
        raise GeneratorError.at("generator batch", f"no worker is left since {LONG} seconds", hint=AGAIN)


@contextmanager
def _cluster(scheduler: str | None) -> Iterator[_Cluster]:
    """The cluster of a scheduler, or one of this machine's cores on its loopback address."""
    where = scheduler or "the cluster on this machine"
    for name in ("distributed", "distributed.client"):  # what goes wrong is told in a line of ours
        logging.getLogger(name).setLevel(logging.CRITICAL)
    with warnings.catch_warnings(), dask.config.set(_SETTINGS), ExitStack() as stack:
        warnings.simplefilter("ignore")  # such as that a shard is a large thing to send
        if scheduler is None:
            count = workers.available()
            local = LocalCluster(
                n_workers=count, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None,
                scheduler_kwargs={"dashboard_address": "127.0.0.1:0", "dashboard": False}, silence_logs=logging.CRITICAL,
            )  # fmt: skip
            address: Any = stack.enter_context(local)
        else:
            address = scheduler
            try:
                with ThreadPoolExecutor(1) as own:  # a notebook has a loop running in this thread
                    own.submit(asyncio.run, _answers(scheduler)).result()
            except (OSError, ValueError) as error:
                said = str(error).partition("\n")[0][:100]
                raise _unanswered(where, f"does not answer ({said})", "start it, or mend the address: tcp://HOST:PORT") from None
        client = stack.enter_context(Client(address, set_as_default=False))
        try:
            client.wait_for_workers(1, timeout=ANSWER)
        except TimeoutError:
            raise _unanswered(where, "has no worker", f"start some: python -m distributed.cli.dask_worker {where}") from None
        count = max(1, sum(client.nthreads().values()))
        pool = ThreadPoolExecutor(2 * count)
        try:
            yield _Cluster(client, pool, 2 * count)
        except (FutureCancelledError, CommClosedError):
            raise _unanswered(where, "went away", AGAIN) from None
        finally:
            client.close()  # which ends what the threads are waiting for
            pool.shutdown(cancel_futures=True)


async def _answers(address: str) -> None:
    """Raises OSError or ValueError where no scheduler is: a client that was made in vain keeps its thread, and disturbs the next."""
    (await connect(address, timeout=ANSWER)).abort()


def _unanswered(where: str, message: str, hint: str) -> GeneratorError:
    return GeneratorError.at(where, message, hint=hint)
