"""`smartdesk serve` for tests: a process on a free port, and requests to it."""

import http.client
import json
import re
import subprocess
import threading


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def text(self):
        return self.body.decode()

    @property
    def json(self):
        return json.loads(self.body)

    def __repr__(self):
        return f"{self.status} {self.body[:300]!r}"


class Serving:
    """As a context: the server of a desk runs inside. `more` are arguments, `settings` environment variables."""

    def __init__(self, desk, *more, **settings):
        self.command = desk.command("serve", "--port", "0", *more)
        self.folder, self.environment = desk.folder, desk.environment(settings)
        self.log, self.is_said = "", threading.Event()

    def __enter__(self):
        self.process = subprocess.Popen(
            self.command, stderr=subprocess.PIPE, text=True, cwd=self.folder, env=self.environment
        )
        self.reader = threading.Thread(target=self.read)
        self.reader.start()
        self.is_said.wait(60)
        found = re.search(r"running at https?://.*:(\d+)", self.log)
        assert found, f"did not start: {self.log}"
        self.port = int(found[1])
        self.url = f"http://127.0.0.1:{self.port}"
        return self

    def read(self):
        for line in self.process.stderr or ():
            self.log += line
            if " running at " in line:
                self.is_said.set()
        self.is_said.set()

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.terminate()
        self.process.wait(30)
        self.reader.join()
        if self.process.stderr:
            self.process.stderr.close()

    def kill(self):
        self.process.kill()
        self.process.wait()

    def ask(self, method, path, body=None, headers=None):
        """body: bytes as they are, anything else as JSON."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = dict(headers or {})
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
            headers.setdefault("Content-Type", "application/json")
        connection.request(method, path, body, headers)
        reply = connection.getresponse()
        answer = Answer(reply.status, reply.headers, reply.read())
        connection.close()
        return answer

    def get(self, path, **headers):
        return self.ask("GET", path, headers=headers)

    def post(self, path, body=None, **headers):
        return self.ask("POST", path, body if body is not None else {}, headers)

    def ends(self, job):
        """The job once it has ended, as its events tell it."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=300)
        connection.request("GET", f"/api/v1/jobs/{job['id']}/events")
        last = None
        for line in connection.getresponse():
            if line.startswith(b"data: "):
                last = json.loads(line[6:])
        connection.close()
        return last

    def work(self, kind):
        return self.ends(self.post("/api/v1/jobs", {"kind": kind}).json)

    def sign_in(self, user, password):
        """The headers of the session."""
        answer = self.post("/api/v1/sign-in", {"user": user, "password": password})
        assert answer.status == 200, answer
        return {"Cookie": answer.headers["Set-Cookie"].split(";")[0], "X-CSRF-Token": answer.json["csrf"]}
