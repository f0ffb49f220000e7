"""Runs an ASGI application in this process, with granian, until it is told to stop."""

import asyncio
import errno
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import structlog
from granian.constants import HTTPModes, Interfaces
from granian.server.embed import Server
from msgspec import Struct

from stet.engine.site import App, Receive, Scope, Send
from stet.errors import Misused, Unavailable

log = structlog.get_logger("stet.site")

_BACKLOG = 1024


class Listener(Struct, frozen=True):
    """An address that this process holds."""

    host: str
    port: int


@contextmanager
def listening(host: str, port: int) -> Iterator[Listener]:
    """Hold the address, before anything else is started that would have to be stopped again. Port 0 picks a free one.

    Raises:
        Misused: somebody else has the port, or the address is none of this machine's.
    """
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[
            0
        ]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            if not port:
                address = probe.getsockname()
        held = socket.socket(family, kind)
    except OSError as error:
        raise _not_to_be_had(host, port, error) from error
    with held:
        # Bound but not listening: the server, which sets this option too, can bind beside it.
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            held.bind(address)
        except OSError as error:
            raise _not_to_be_had(host, port, error) from error
        yield Listener(str(address[0]), int(address[1]))


def _not_to_be_had(host: str, port: int, error: OSError) -> Misused:
    where = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    if error.errno == errno.EADDRINUSE:
        return Misused(
            f"Port {port} is taken: another program listens on {where}. Stop it, or set another `bind` under [server] "
            f"in stet.toml."
        )
    if error.errno == errno.EACCES:
        return Misused(
            f"Port {port} may not be used by this account ({where}). Set `bind` under [server] in stet.toml to a port "
            f"above 1023 and put a web server in front."
        )
    return Misused(
        f"Stet cannot listen on {where} ({error.strerror or error}). Mend `bind` under [server] in stet.toml."
    )


def serve(
    app: App,
    listener: Listener,
    *,
    stop: threading.Event | None = None,
    ready: Callable[[], None] = lambda: None,
) -> None:
    """Serve until `stop` is set or, in the main thread, until SIGINT or SIGTERM comes. Blocks meanwhile.

    `ready` is called once connections are taken. Requests under way are finished before it returns.

    Raises:
        Unavailable: the server ended by itself.
    """
    asyncio.run(_serve(app, listener, stop or threading.Event(), ready))


async def _serve(app: App, listener: Listener, stop: threading.Event, ready: Callable[[], None]) -> None:
    server = Server(
        _told_of(app),
        address=listener.host,
        port=listener.port,
        interface=Interfaces.ASGI,
        http=HTTPModes.auto,
        backlog=_BACKLOG,
        websockets=False,
        log_enabled=False,
    )
    loop = asyncio.get_running_loop()
    waiting = threading.Thread(target=_when_set, args=(stop, loop, server.stop), name="site-stop")
    waiting.start()
    try:
        with _signals(loop, stop):
            running = asyncio.ensure_future(server.serve())
            await _connectable(listener, running)
            if not running.done():
                ready()
            await running
            if not stop.is_set():
                raise Unavailable("The web server ended by itself, which it never should. Start Stet again.")
    finally:
        stop.set()
        await loop.run_in_executor(None, waiting.join)


def _told_of(app: App) -> App:
    """The same; a fault in it, which the server answers with a bare 500 and says nothing of, is told in full."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await app(scope, receive, send)
        except Exception:
            log.exception("bug")
            raise

    return answer


def _when_set(stop: threading.Event, loop: asyncio.AbstractEventLoop, act: Callable[[], None]) -> None:
    stop.wait()
    try:
        loop.call_soon_threadsafe(act)
    except RuntimeError:
        return  # the loop is closed: the server ended by itself


@contextmanager
def _signals(loop: asyncio.AbstractEventLoop, stop: threading.Event) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    numbers = (signal.SIGINT, signal.SIGTERM)
    for number in numbers:
        loop.add_signal_handler(number, stop.set)
    try:
        yield
    finally:
        for number in numbers:
            loop.remove_signal_handler(number)


async def _connectable(listener: Listener, running: "asyncio.Future[None]") -> None:
    """Wait until a connection is taken, or the server has ended."""
    while not running.done():
        try:
            _, writer = await asyncio.open_connection(listener.host, listener.port)
        except OSError:
            await asyncio.sleep(0.005)
        else:
            writer.close()
            await writer.wait_closed()
            return
