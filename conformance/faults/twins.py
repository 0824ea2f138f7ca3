"""A primary and its synchronous standby, which change their parts."""

import time

from pgwire import USER
from postgres import PATIENCE, Cluster

DATABASE = "accede"


class Twins:
    """Two clusters, of which one takes the changes and has the other one confirm each."""

    def __init__(self, durable=True):
        self.primary = Cluster(durable=durable, name="one")
        self.standby = Cluster(durable=durable, name="two", follows=self.primary)
        self.ports = [self.primary.port, self.standby.port]
        self.primary.database(DATABASE)
        self._in_step()

    @property
    def url(self):
        """Both, of which the one that takes changes is wanted."""
        hosts = ",".join(f"127.0.0.1:{port}" for port in self.ports)
        return f"postgres://{USER}@{hosts}/{DATABASE}?target_session_attrs=read-write"

    def fail_over(self, hang=False):
        """Kills the primary with all of its processes and promotes the standby at once. When it was killed, and how long
        the promotion took."""
        began = time.monotonic()
        self.primary.pause() if hang else self.primary.kill()
        self.standby.promote()
        took = time.monotonic() - began
        self.primary, self.standby = self.standby, self.primary
        return began, took

    def rebuild(self):
        """Makes what was the primary the new standby, and has each change confirmed by it from now on."""
        if self.standby.process.poll() is None:
            self.standby.kill()
        self.standby.follow(self.primary)
        self.standby.start()
        self._in_step()

    def _in_step(self):
        self.primary.reload(synchronous_standby_names=self.standby.name)
        deadline = time.monotonic() + PATIENCE
        while not self.standby.in_step():
            assert time.monotonic() < deadline, self.standby.logged()
            time.sleep(0.02)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.primary.remove()
        self.standby.remove()
