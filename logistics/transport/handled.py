"""Which scans show that something on a route sheet has been done."""

from __future__ import annotations

from logistics.transport.custody import ScanKind
from logistics.transport.plans import Action

SCAN_OF = {Action.LOAD: (ScanKind.LOAD,), Action.UNLOAD: (ScanKind.UNLOAD, ScanKind.RECEIVED)}
"""The scans that show that a handling has been done."""
