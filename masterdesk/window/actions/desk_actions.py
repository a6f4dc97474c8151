"""All actions of one window, to be handed to views together."""

from __future__ import annotations

from dataclasses import dataclass

from masterdesk.window.actions.blind import BlindTestActions
from masterdesk.window.actions.commands import Commands
from masterdesk.window.actions.files import FileActions
from masterdesk.window.actions.findings import FindingActions
from masterdesk.window.actions.listening import ListeningActions
from masterdesk.window.actions.matching import MatchActions
from masterdesk.window.actions.references import ReferenceActions
from masterdesk.window.actions.rendering import RenderActions
from masterdesk.window.actions.sessions import SessionActions
from masterdesk.window.actions.slots import SlotActions
from masterdesk.window.actions.transport import TransportActions
from masterdesk.window.actions.view import ViewActions
from masterdesk.window.actions.window_range import WindowActions
from masterdesk.window.models.desk_models import Models
from masterdesk.window.workers.desk_workers import Workers


@dataclass(frozen=True, eq=False)
class Actions:
    """One of each."""

    commands: Commands
    view: ViewActions
    files: FileActions
    sessions: SessionActions
    transport: TransportActions
    listening: ListeningActions
    window: WindowActions
    slots: SlotActions
    match: MatchActions
    references: ReferenceActions
    findings: FindingActions
    rendering: RenderActions
    blind: BlindTestActions


def make_actions(models: Models, workers: Workers) -> Actions:
    """The actions of a window, each after those that it needs."""
    commands = Commands()
    view = ViewActions(models, commands)
    files = FileActions(models, workers.readers, view, commands)
    sessions = SessionActions(models, view, commands)
    files.session_found.connect(sessions.open)
    files.track_opened.connect(sessions.begin)
    transport = TransportActions(models, workers.sound, commands)
    listening = ListeningActions(models, workers.sound, commands)
    window = WindowActions(models, workers.sound, commands)
    slots = SlotActions(models, workers.previewer, commands)
    match = MatchActions(models, listening, view, commands)
    references = ReferenceActions(models, workers.match_files, match, view, commands)
    files.matches_found.connect(references.take)
    rendering = RenderActions(models, workers.renderer, view, commands)
    blind = BlindTestActions(models, listening, view, commands)
    findings = FindingActions(window)
    return Actions(
        commands,
        view,
        files,
        sessions,
        transport,
        listening,
        window,
        slots,
        match,
        references,
        findings,
        rendering,
        blind,
    )
