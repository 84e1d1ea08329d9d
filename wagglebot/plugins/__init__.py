"""The names that every adapter is written with: its descriptor, its settings, and the errors it raises.

The module of a descriptor imports this one and nothing heavy; the class behind it imports the module of its kind:
`wagglebot.plugins.voice`, `.writer`, `.picture`, `.template`, `.platform` or `.engine`.
"""

from libraries.settings.sections import Section
from schemas.adapters import (
    GROUPS,
    Account,
    Adapter,
    AdapterKind,
    Extra,
    ModelFiles,
    Need,
    Server,
    SettingsSection,
)
from schemas.errors import BadInput, ConfigurationError, NoSpace, Parked, Permanent, ProviderDown, Refused, Retryable
from schemas.failures import Sentences, register

__all__ = [
    "GROUPS",
    "Account",
    "Adapter",
    "AdapterKind",
    "BadInput",
    "ConfigurationError",
    "Extra",
    "ModelFiles",
    "Need",
    "NoSpace",
    "Parked",
    "Permanent",
    "ProviderDown",
    "Refused",
    "Retryable",
    "Section",
    "Sentences",
    "Server",
    "SettingsSection",
    "register",
]
