"""allauth's forms for passkeys, made so that no answer of a browser, however wrong, is more than a wrong answer."""

import struct
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn import forms
from cryptography.exceptions import InvalidSignature
from fido2.attestation.base import InvalidAttestation

_NO_PASSKEY = (
    ArithmeticError, AttributeError, LookupError, TypeError, ValueError, struct.error,
    InvalidSignature, InvalidAttestation,
)  # fmt: skip
"""What the readers of passkeys raise for what is none. A refusal of a form is none of these."""


class _Checked:
    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except _NO_PASSKEY:
            raise get_adapter().validation_error("incorrect_code") from None


class SignInByPasskey(_Checked, forms.LoginWebAuthnForm):  # type: ignore[misc]  # it has no types; so below
    """A passkey alone."""


class SecondFactorByPasskey(_Checked, forms.AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey after a password."""


class ConfirmByPasskey(_Checked, forms.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey of whoever is signed in."""


class NewPasskey(forms.AddWebAuthnForm):  # type: ignore[misc]
    """A passkey that is added."""

    def clean(self) -> dict[str, Any]:
        """Whether it is one."""
        try:
            found: dict[str, Any] = super().clean()
        except _NO_PASSKEY:
            raise get_adapter().validation_error("incorrect_code") from None
        return found
