"""Signing in as Allegro does it: one type per application, single-use codes and refresh tokens."""

import base64
import hashlib
from typing import Any

import pytest
from werkzeug.test import TestResponse

from kontuar.practice_market.applications import SCOPES, Application
from tests.practice_market.stall import SELLER, Stall

BACK = "http://localhost:9/back"
DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"


def _token(stall: Stall, app: Application, secret: str | None = None, **values: str) -> TestResponse:
    return stall.client.post(
        "/auth/oauth/token",
        data=values,
        auth=(app.client_id, secret or app.client_secret),
        base_url="http://localhost",
    )


def _device(stall: Stall, app: Application, **values: str) -> Any:
    answer = stall.client.post(
        "/auth/oauth/device",
        data={"client_id": app.client_id, **values},
        auth=(app.client_id, app.client_secret),
        base_url="http://localhost",
    )
    assert answer.status_code == 200, answer.text
    return answer.get_json()


def _allow(stall: Stall, user_code: str, answer: str = "allow") -> None:
    stall.client.post(
        "/skojarz-aplikacje",
        data={"code": user_code, "login": SELLER, "answer": answer},
        base_url="http://localhost",
    )


def _consent(stall: Stall, app: Application, **more: str) -> TestResponse:
    values = {"response_type": "code", "client_id": app.client_id, "redirect_uri": BACK, **more}
    return stall.client.post(
        "/auth/oauth/authorize",
        data={**values, "login": SELLER, "answer": "allow"},
        base_url="http://localhost",
    )


def _code(response: TestResponse) -> str:
    assert response.status_code == 303
    return response.headers["Location"].partition("code=")[2].partition("&")[0]


@pytest.fixture
def device_app(stall: Stall) -> Application:
    return stall.market.applications.register("Urzadzenie", "device")


@pytest.fixture
def web_app(stall: Stall) -> Application:
    return stall.market.applications.register("Strona", "authorization_code", BACK)


def test_the_device_flow_ends_with_a_pair(stall: Stall, device_app: Application) -> None:
    begun = _device(stall, device_app)
    assert set(begun) >= {"user_code", "device_code", "expires_in", "interval", "verification_uri"}
    waiting = _token(stall, device_app, grant_type=DEVICE_GRANT, device_code=begun["device_code"])
    assert (waiting.status_code, waiting.get_json()["error"]) == (400, "authorization_pending")
    stall.market.advance(5)
    _allow(stall, begun["user_code"].lower())
    pair = _token(stall, device_app, grant_type=DEVICE_GRANT, device_code=begun["device_code"]).get_json()
    assert pair["expires_in"] == 43_199
    assert pair["token_type"] == "bearer"
    stall.token = pair["access_token"]
    stall.market.settings.require_user_agent = False
    assert stall.get("/me").get_json()["login"] == SELLER
    again = _token(stall, device_app, grant_type=DEVICE_GRANT, device_code=begun["device_code"])
    assert again.get_json()["error"] == "invalid_grant"


def test_polling_too_often_is_told_to_slow_down(stall: Stall, device_app: Application) -> None:
    begun = _device(stall, device_app)
    ask = {"grant_type": DEVICE_GRANT, "device_code": begun["device_code"]}
    _token(stall, device_app, **ask)
    stall.market.advance(2)
    assert _token(stall, device_app, **ask).get_json()["error"] == "slow_down"


def test_a_device_code_expires_and_can_be_denied(stall: Stall, device_app: Application) -> None:
    late, denied = _device(stall, device_app), _device(stall, device_app)
    _allow(stall, denied["user_code"], "deny")
    refused = _token(stall, device_app, grant_type=DEVICE_GRANT, device_code=denied["device_code"])
    assert refused.get_json()["error"] == "access_denied"
    stall.market.advance(late["expires_in"] + 1)
    expired = _token(stall, device_app, grant_type=DEVICE_GRANT, device_code=late["device_code"])
    assert expired.get_json()["error"] == "expired_token"


def test_an_application_has_one_type(stall: Stall, device_app: Application, web_app: Application) -> None:
    asked = stall.client.post(
        "/auth/oauth/device",
        data={"client_id": web_app.client_id},
        auth=(web_app.client_id, web_app.client_secret),
        base_url="http://localhost",
    )
    assert (asked.status_code, asked.get_json()["error"]) == (401, "unauthorized_client")
    page = _consent(stall, device_app)
    assert page.status_code == 400
    assert "Location" not in page.headers
    code = _token(stall, device_app, grant_type="authorization_code", code="x", redirect_uri=BACK)
    assert code.get_json()["error"] == "unauthorized_client"


def test_an_authorization_code_works_once(stall: Stall, web_app: Application) -> None:
    answer = _consent(stall, web_app, state="abc")
    assert answer.headers["Location"].endswith("&state=abc")
    ask = {"grant_type": "authorization_code", "code": _code(answer), "redirect_uri": BACK}
    assert _token(stall, web_app, **ask).status_code == 200
    assert _token(stall, web_app, **ask).get_json()["error"] == "invalid_grant"


def test_an_authorization_code_lives_ten_seconds(stall: Stall, web_app: Application) -> None:
    code = _code(_consent(stall, web_app))
    stall.market.advance(10)
    late = _token(stall, web_app, grant_type="authorization_code", code=code, redirect_uri=BACK)
    assert late.get_json()["error"] == "invalid_grant"


def test_an_authorization_code_is_bound_to_its_redirect_uri(stall: Stall, web_app: Application) -> None:
    code = _code(_consent(stall, web_app))
    other = _token(stall, web_app, grant_type="authorization_code", code=code, redirect_uri=BACK + "/x")
    assert other.get_json()["error"] == "invalid_grant"
    assert _consent(stall, web_app, redirect_uri="http://evil.invalid/").status_code == 400


def test_a_code_challenge_is_checked(stall: Stall, web_app: Application) -> None:
    verifier = "v" * 50
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    more = {"code_challenge": challenge, "code_challenge_method": "S256"}
    wrong = {"grant_type": "authorization_code", "redirect_uri": BACK, "code_verifier": "w" * 50}
    first = _token(stall, web_app, code=_code(_consent(stall, web_app, **more)), **wrong)
    assert first.get_json()["error"] == "invalid_grant"
    second = _token(
        stall, web_app, code=_code(_consent(stall, web_app, **more)), **{**wrong, "code_verifier": verifier}
    )
    assert second.status_code == 200


def test_a_refresh_token_is_single_use_and_ends_the_old_pair(stall: Stall) -> None:
    app = stall.market.applications.apps[stall.client_id]
    old = stall.market.applications.grant(app.client_id, SELLER)
    new = _token(stall, app, grant_type="refresh_token", refresh_token=old.refresh or "")
    assert new.status_code == 200
    reused = _token(stall, app, grant_type="refresh_token", refresh_token=old.refresh or "")
    assert (reused.status_code, reused.get_json()["error"]) == (400, "invalid_grant")
    stall.token = old.access
    assert stall.get("/me").get_json()["error"] == "invalid_token"
    stall.token = new.get_json()["access_token"]
    assert stall.get("/me").status_code == 200


def test_tokens_age(stall: Stall) -> None:
    app = stall.market.applications.apps[stall.client_id]
    pair = stall.market.applications.grant(app.client_id, SELLER)
    stall.market.advance(43_199)
    assert stall.get("/me").status_code == 401
    stall.market.advance(90 * 86_400)
    late = _token(stall, app, grant_type="refresh_token", refresh_token=pair.refresh or "")
    assert late.get_json()["error"] == "invalid_grant"


def test_a_refresh_token_of_another_application_is_refused(stall: Stall, device_app: Application) -> None:
    pair = stall.market.applications.grant(stall.client_id, SELLER)
    taken = _token(stall, device_app, grant_type="refresh_token", refresh_token=pair.refresh or "")
    assert taken.get_json()["error"] == "invalid_grant"
    assert not pair.ended


def test_wrong_client_credentials_are_refused(stall: Stall, device_app: Application) -> None:
    wrong = _token(stall, device_app, "wrong", grant_type="client_credentials")
    assert (wrong.status_code, wrong.get_json()["error"]) == (401, "invalid_client")


def test_scopes_can_be_narrowed_but_not_widened(stall: Stall) -> None:
    app = stall.market.applications.register("Waska", "device", scopes=("allegro:api:messaging",))
    begun = _device(stall, app)
    _allow(stall, begun["user_code"])
    pair = _token(stall, app, grant_type=DEVICE_GRANT, device_code=begun["device_code"]).get_json()
    assert pair["scope"] == "allegro:api:messaging"
    wide = stall.client.post(
        "/auth/oauth/device",
        data={"client_id": app.client_id, "scope": "allegro:api:orders:read"},
        auth=(app.client_id, app.client_secret),
        base_url="http://localhost",
    )
    assert wide.get_json()["error"] == "invalid_scope"
    assert "allegro:api:orders:read" in SCOPES


def test_an_applications_own_token_reads_carriers_but_acts_for_nobody(stall: Stall) -> None:
    app = stall.market.applications.apps[stall.client_id]
    pair = _token(stall, app, grant_type="client_credentials").get_json()
    assert "refresh_token" not in pair
    stall.token = pair["access_token"]
    assert stall.get("/order/carriers").status_code == 200
    assert stall.get("/order/carriers/DPD/tracking", waybill="1").status_code == 200
    assert stall.get("/me").status_code == 403


def test_revoking_ends_access_and_refresh(stall: Stall) -> None:
    app = stall.market.applications.apps[stall.client_id]
    pair = stall.market.applications.grant(app.client_id, SELLER)
    assert stall.market.applications.revoke(SELLER) == 2
    assert stall.get("/me").status_code == 401
    dead = _token(stall, app, grant_type="refresh_token", refresh_token=pair.refresh or "")
    assert dead.get_json()["error"] == "invalid_grant"


def test_secrets_are_not_in_the_objects_text(stall: Stall, device_app: Application) -> None:
    pair = stall.market.applications.grant(stall.client_id, SELLER)
    shown = repr(device_app) + repr(pair)
    assert device_app.client_secret not in shown
    assert pair.access not in shown
    assert (pair.refresh or "") not in shown
