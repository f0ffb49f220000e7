"""The addresses of coming in. Of allauth's pages only those that are needed: nobody lets themselves in, and the desk
sends no mail. The names are those that allauth asks for where it leads from one page to another."""

from django.urls import path

from stet.newsroom.sign_in import entrance, own, people

addresses = [
    path("sign-in/", entrance.SignIn.as_view(), name="account_login"),
    path("sign-in/code/", entrance.SecondFactor.as_view(), name="mfa_authenticate"),
    path("sign-in/passkey/", entrance.Passkey.as_view(), name="mfa_login_webauthn"),
    path("sign-in/demonstration/", entrance.demonstration, name="demonstration"),
    path("sign-out/", entrance.SignOut.as_view(), name="account_logout"),
    path("me/", own.me, name="mfa_index"),
    path("me/", own.me, name="mfa_list_webauthn"),
    path("me/", own.me, name="account_set_password"),  # of whoever has none: the demonstration's people
    path("me/", own.me, name="me"),
    path("me/language/", own.language, name="language"),
    path("me/password/", own.Password.as_view(), name="account_change_password"),
    path("me/second-factor/", own.second_factor, name="second_factor"),
    path("me/app/", own.App.as_view(), name="mfa_activate_totp"),
    path("me/app/off/", own.NoApp.as_view(), name="mfa_deactivate_totp"),
    path("me/passkeys/add/", own.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path("me/passkeys/<int:pk>/remove/", own.RemovePasskey.as_view(), name="mfa_remove_webauthn"),
    path("me/recovery-codes/", own.recovery_codes, name="mfa_view_recovery_codes"),
    path("me/recovery-codes/new/", own.NewRecoveryCodes.as_view(), name="mfa_generate_recovery_codes"),
    path("me/confirm/", own.Confirm.as_view(), name="account_reauthenticate"),
    path("me/confirm/code/", own.ConfirmByCode.as_view(), name="mfa_reauthenticate"),
    path("me/confirm/passkey/", own.ConfirmByPasskey.as_view(), name="mfa_reauthenticate_webauthn"),
    path("me/sessions/others/end/", own.end_other_sessions, name="end_other_sessions"),
    path("me/sessions/<int:number>/end/", own.end_session, name="end_session"),
    path("people/", people.people, name="people"),
    path("people/<int:number>/role/", people.set_role, name="set_role"),
    path("people/<int:number>/shut-out/", people.shut_out, name="shut_out"),
    path("people/<int:number>/let-in/", people.let_in, name="let_in"),
    path("people/<int:number>/reset/", people.reset, name="reset"),
    path("people/<int:number>/end-sessions/", people.end_sessions, name="end_sessions"),
]
