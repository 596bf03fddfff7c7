"""Users, sessions, passwords and tokens of a real server."""

import pytest

from support.desk import CANARY
from support.serving import Serving
from support.shared import train_a_model
from support.waiting import wait_until

PASSWORD = "correct horse battery"


def trained_with_users(desk):
    train_a_model(desk)
    for name, role in (("ada", "admin"), ("gus", "agent"), ("vic", "viewer")):
        desk.run_ok("user", "add", name, "--role", role, input=PASSWORD + "\n")


@pytest.fixture
def trained_desk(desk, shared_folders):
    """With users too."""
    shared_folders.fill(desk, "with users", trained_with_users)
    return desk


@pytest.fixture
def server(serving):
    with serving("--sign-in") as server:
        yield server


def test_the_session_cookie_is_secure_and_same_site(server):
    answer = server.post("/api/v1/sign-in", {"user": "ada", "password": PASSWORD})
    for part in ("__Host-smartdesk=", "Secure", "HttpOnly", "SameSite=Strict", "Path=/"):
        assert part in answer.headers["Set-Cookie"]


def test_the_api_requires_a_password(server):
    assert server.get("/api/v1/tickets").status == 401
    assert server.get("/").status == 200
    assert server.get("/healthz").status == 200
    me = server.get("/api/v1/me").json
    assert (me["user"], me["role"], me["sign_in"]) == (None, None, "password")
    assert server.post("/api/v1/sign-in", {"user": "ada", "password": "wrong password"}).status == 401


def test_a_session_can_change_data_only_with_its_csrf_token(server):
    mine = server.sign_in("gus", PASSWORD)
    assert server.get("/api/v1/me", **mine).json["user"] == "gus"
    assert server.get("/api/v1/tickets", Cookie=mine["Cookie"]).status == 200
    change = {"labels": {"category": "Billing"}}
    assert server.ask("PATCH", "/api/v1/tickets/5/labels", change, {"Cookie": mine["Cookie"]}).status == 403
    done = server.ask("PATCH", "/api/v1/tickets/5/labels", change, mine)
    assert done.json["history"][-1]["who"] == "gus"
    assert server.post("/api/v1/sign-out", **mine).status == 204
    assert server.get("/api/v1/tickets", **mine).status == 401


def test_five_wrong_passwords_lock_sign_in_for_a_while(server):
    for _ in range(5):
        assert server.post("/api/v1/sign-in", {"user": "ada", "password": "wrong password"}).status == 401
    locked = server.post("/api/v1/sign-in", {"user": "ada", "password": PASSWORD})
    assert (locked.status, int(locked.headers["Retry-After"]) > 0) == (429, True)


def test_api_tokens_are_limited_to_their_role_and_can_be_revoked(server):
    mine = server.sign_in("gus", PASSWORD)
    assert server.post("/api/v1/tokens", {"name": "crm", "role": "admin"}, **mine).status == 400
    made = server.post("/api/v1/tokens", {"name": "crm", "role": "viewer"}, **mine).json
    bearer = {"Authorization": f"Bearer {made['token']}"}
    assert server.post("/api/v1/tokens", {"name": "longer", "role": "viewer"}, **bearer).status == 403
    assert server.get("/api/v1/tickets", **bearer).status == 200
    assert server.post("/api/v1/tickets", {"body": "x"}, **bearer).status == 403
    assert "token" not in server.get("/api/v1/tokens", **mine).json["tokens"][0]
    assert server.ask("DELETE", f"/api/v1/tokens/{made['id']}", headers=mine).status == 204
    assert server.get("/api/v1/tickets", **bearer).status == 401


def test_a_changed_password_ends_sessions_and_tokens(server):
    mine = server.sign_in("gus", PASSWORD)
    made = server.post("/api/v1/tokens", {"name": "crm", "role": "viewer"}, **mine).json
    changed = server.ask("PUT", "/api/v1/me/password", {"password": PASSWORD, "new_password": "another long one"}, mine)
    assert changed.status == 204
    assert server.get("/api/v1/tickets", **mine).status == 401
    assert server.get("/api/v1/tickets", Authorization=f"Bearer {made['token']}").status == 401
    assert server.post("/api/v1/sign-in", {"user": "gus", "password": PASSWORD}).status == 401


def test_the_audit_log_records_users_and_actions_but_no_secrets(server):
    server.post("/api/v1/sign-in", {"user": CANARY, "password": CANARY})
    mine = server.sign_in("ada", PASSWORD)
    server.post("/api/v1/tickets", {"body": CANARY}, **mine)
    server.ask("PATCH", "/api/v1/tickets/5/labels", {"labels": {"category": "Billing"}}, mine)
    log = server.get("/api/v1/audit-log", **mine)
    assert (log.json["entries"][0]["user"], log.json["entries"][0]["object"]) == ("ada", "id=5")
    assert CANARY not in log.text
    assert PASSWORD not in log.text
    gus = server.sign_in("gus", PASSWORD)
    assert server.get("/api/v1/audit-log", **gus).status == 403


def test_admins_manage_users_and_the_last_admin_cannot_be_deleted(server):
    mine = server.sign_in("ada", PASSWORD)
    assert server.post("/api/v1/users", {"name": "new", "role": "viewer", "password": "short"}, **mine).status == 400
    assert server.post("/api/v1/users", {"name": "new", "role": "viewer", "password": PASSWORD}, **mine).status == 201
    assert "new" in [user["name"] for user in server.get("/api/v1/users", **mine).json["users"]]
    assert server.ask("DELETE", "/api/v1/users/new", headers=mine).status == 204
    assert server.ask("DELETE", "/api/v1/users/ada", headers=mine).status == 400


EVERYWHERE = ("--host", "0.0.0.0")


def test_serving_other_machines_requires_tls_or_a_proxy(trained_desk):
    assert "--tls-cert" in trained_desk.refused(2, "serve", "--port", 0, *EVERYWHERE)


def test_serving_other_machines_requires_a_user(desk):
    proxied = (*EVERYWHERE, "--trusted-proxy", "127.0.0.1")
    assert "smartdesk user add" in desk.refused(2, "serve", "--port", 0, *proxied)
    secret = desk.write("password", PASSWORD + "\n")
    with Serving(desk, *proxied, SMARTDESK_ADMIN_PASSWORD_FILE=str(secret)) as server:
        admin, secure = {"user": "admin", "password": PASSWORD}, {"X-Forwarded-Proto": "https"}
        assert server.post("/api/v1/sign-in", admin).status == 403, "a password over plain HTTP"
        assert server.post("/api/v1/sign-in", admin, **secure).status == 200
        assert server.get("/api/v1/tickets", **secure).status == 401
        assert server.get("/healthz").status == 200


def test_forwarded_addresses_are_trusted_from_the_named_proxy(serving):
    with serving("--sign-in", "--trusted-proxy", "127.0.0.1") as server:
        for _ in range(6):
            server.ask(
                "POST",
                "/api/v1/sign-in",
                {"user": "gus", "password": "wrong password"},
                {"X-Forwarded-For": "203.0.113.7"},
            )
        elsewhere = server.ask(
            "POST", "/api/v1/sign-in", {"user": "gus", "password": PASSWORD}, {"X-Forwarded-For": "203.0.113.8"}
        )
        assert elsewhere.status == 200


def test_jobs_that_send_webhooks_are_for_admins_only(serving):
    secret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3"
    settings = {"SMARTDESK_WEBHOOK_URLS": "http://127.0.0.1:1/in?key=SECRETKEY", "SMARTDESK_WEBHOOK_SECRET": secret}
    with serving("--sign-in", **settings) as server:
        signed_in = {name: server.sign_in(name, PASSWORD) for name in ("ada", "gus", "vic")}
        assert server.post("/api/v1/tickets", {"body": "tell them"}, **signed_in["gus"]).status == 201

        def sending():
            jobs = (server.get(f"/api/v1/jobs/{number}", **signed_in["ada"]) for number in range(1, 9))
            return next((each.json["id"] for each in jobs if each.status == 200 and each.json["kind"] == "webhook"), "")

        job = f"/api/v1/jobs/{wait_until(sending)}"
        for name in ("gus", "vic"):
            assert server.get(job, **signed_in[name]).status == 404
            assert server.get(job + "/events", **signed_in[name]).status == 404
        assert server.ask("DELETE", job, None, signed_in["gus"]).status == 404
        assert server.get(job, **signed_in["ada"]).status == 200
