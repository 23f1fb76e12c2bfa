"""Every document the bot can say: one file each, with its examples."""

from collections.abc import Callable, Mapping

from briefings.document import Document, Line
from briefings.documents import about as _about
from briefings.documents import acknowledged as _acknowledged
from briefings.documents import at_once as _at_once
from briefings.documents import audit as _audit
from briefings.documents import bulk as _bulk
from briefings.documents import challenges as _challenges
from briefings.documents import changed as _changed
from briefings.documents import clearance as _clearance
from briefings.documents import codes as _codes
from briefings.documents import compare as _compare
from briefings.documents import confirmation as _confirmation
from briefings.documents import contingents as _contingents
from briefings.documents import correction as _correction
from briefings.documents import demo as _demo
from briefings.documents import digest as _digest
from briefings.documents import disputed as _disputed
from briefings.documents import due as _due
from briefings.documents import escalation as _escalation
from briefings.documents import following as _following
from briefings.documents import funding as _funding
from briefings.documents import gaps as _gaps
from briefings.documents import help as _help
from briefings.documents import history as _history
from briefings.documents import home as _home
from briefings.documents import mandate as _mandate
from briefings.documents import mission as _mission
from briefings.documents import missions as _missions
from briefings.documents import notice as _notice
from briefings.documents import parties as _parties
from briefings.documents import pending as _pending
from briefings.documents import positions as _positions
from briefings.documents import profile as _profile
from briefings.documents import recorded as _recorded
from briefings.documents import rights as _rights
from briefings.documents import schedules as _schedules
from briefings.documents import search as _search
from briefings.documents import settings as _settings
from briefings.documents import source as _source
from briefings.documents import source_changes as _source_changes
from briefings.documents import stale as _stale
from briefings.documents import statements as _statements
from briefings.documents import status as _status
from briefings.documents import strength as _strength
from briefings.documents import timeline as _timeline
from briefings.documents import told as _told
from briefings.documents import transition as _transition
from briefings.documents import votes as _votes
from briefings.documents import warning as _warning
from briefings.documents import why as _why
from briefings.documents.about import about
from briefings.documents.acknowledged import acknowledged, answered_below, nothing_to_acknowledge
from briefings.documents.at_once import told_at_once
from briefings.documents.audit import audit
from briefings.documents.bulk import exported, how_to_import, import_question, imported
from briefings.documents.challenges import challenges
from briefings.documents.changed import changed
from briefings.documents.clearance import (
    clearance_by_nature,
    clearance_changed,
    clearance_question,
    clearance_unchanged,
)
from briefings.documents.codes import (
    code_unknown,
    join_code,
    join_question,
    joined,
    link_code,
    link_question,
    linked,
    owner_already,
    owner_now,
)
from briefings.documents.compare import compare
from briefings.documents.confirmation import confirmation
from briefings.documents.contingents import contingent_of, contingents
from briefings.documents.correction import correction, correction_lines
from briefings.documents.demo import demo
from briefings.documents.digest import digest
from briefings.documents.disputed import disputed
from briefings.documents.due import due
from briefings.documents.escalation import escalation
from briefings.documents.following import follow_question, followed, following_already, not_following, unfollowed
from briefings.documents.funding import donor, funding
from briefings.documents.gaps import gaps
from briefings.documents.help import CommandHelp, OptionHelp, TopicHelp, help_command, help_page, help_topic
from briefings.documents.history import history
from briefings.documents.home import home
from briefings.documents.mandate import mandate
from briefings.documents.mission import (
    mission,
    mission_as_it_was,
    mission_changed,
    mission_question,
    room_question,
    room_set,
    succession_question,
    succession_recorded,
)
from briefings.documents.missions import missions
from briefings.documents.notice import notice, which_fact
from briefings.documents.parties import parties, party, party_changed, party_question
from briefings.documents.pending import (
    accepted,
    decided,
    pending,
    proposed,
    rejected,
    see_pending,
    taken_back,
    to_decide,
    to_reject,
    two_wanted,
    waiting_here,
    will_wait,
)
from briefings.documents.positions import position_of, positions
from briefings.documents.profile import profile
from briefings.documents.recorded import (
    dropped,
    flag_noted,
    flagged,
    how_to_correct,
    recorded,
    unchanged,
    wrong_or_newer,
)
from briefings.documents.rights import (
    forget_question,
    forgotten,
    last_owner,
    right_absent,
    right_granted,
    right_revoked,
    rights_list,
    rights_why,
)
from briefings.documents.schedules import (
    nothing_to_post,
    paused_already,
    room_paused,
    room_resumed,
    schedule_changed,
    schedule_ended,
    schedule_history,
    schedule_list,
    schedule_run,
    schedule_show,
)
from briefings.documents.search import found_nothing, search
from briefings.documents.settings import setting_changed, settings
from briefings.documents.source import source_of_fact, source_page, sources
from briefings.documents.source_changes import source_changed, source_question, source_unchanged
from briefings.documents.stale import stale
from briefings.documents.statements import no_statements, statements
from briefings.documents.status import status
from briefings.documents.strength import strength
from briefings.documents.timeline import no_timeline, timeline
from briefings.documents.told import told_of_decision, told_of_flag, told_of_proposal
from briefings.documents.transition import transition
from briefings.documents.votes import votes
from briefings.documents.warning import no_warning, warning
from briefings.documents.why import no_such_post, why_here, why_post

EXAMPLES: Mapping[str, Mapping[str, Callable[[], Document[Line]]]] = {
    "status": _status.EXAMPLES,
    "due": _due.EXAMPLES,
    "escalation": _escalation.EXAMPLES,
    "digest": _digest.EXAMPLES,
    "warning": _warning.EXAMPLES,
    "at_once": _at_once.EXAMPLES,
    "correction": _correction.EXAMPLES,
    "following": _following.EXAMPLES,
    "acknowledged": _acknowledged.EXAMPLES,
    "schedules": _schedules.EXAMPLES,
    "why": _why.EXAMPLES,
    "source": _source.EXAMPLES,
    "mandate": _mandate.EXAMPLES,
    "strength": _strength.EXAMPLES,
    "contingents": _contingents.EXAMPLES,
    "transition": _transition.EXAMPLES,
    "positions": _positions.EXAMPLES,
    "votes": _votes.EXAMPLES,
    "funding": _funding.EXAMPLES,
    "timeline": _timeline.EXAMPLES,
    "statements": _statements.EXAMPLES,
    "changed": _changed.EXAMPLES,
    "compare": _compare.EXAMPLES,
    "challenges": _challenges.EXAMPLES,
    "profile": _profile.EXAMPLES,
    "disputed": _disputed.EXAMPLES,
    "stale": _stale.EXAMPLES,
    "gaps": _gaps.EXAMPLES,
    "search": _search.EXAMPLES,
    "about": _about.EXAMPLES,
    "history": _history.EXAMPLES,
    "missions": _missions.EXAMPLES,
    "mission": _mission.EXAMPLES,
    "confirmation": _confirmation.EXAMPLES,
    "recorded": _recorded.EXAMPLES,
    "source_changes": _source_changes.EXAMPLES,
    "bulk": _bulk.EXAMPLES,
    "pending": _pending.EXAMPLES,
    "told": _told.EXAMPLES,
    "settings": _settings.EXAMPLES,
    "parties": _parties.EXAMPLES,
    "clearance": _clearance.EXAMPLES,
    "rights": _rights.EXAMPLES,
    "codes": _codes.EXAMPLES,
    "audit": _audit.EXAMPLES,
    "home": _home.EXAMPLES,
    "help": _help.EXAMPLES,
    "notice": _notice.EXAMPLES,
    "demo": _demo.EXAMPLES,
}
"""The examples of each document, by its file's name: what `mss preview` shows and the contract tests walk."""

__all__ = [
    "EXAMPLES",
    "CommandHelp",
    "OptionHelp",
    "TopicHelp",
    "about",
    "accepted",
    "acknowledged",
    "answered_below",
    "audit",
    "challenges",
    "changed",
    "clearance_by_nature",
    "clearance_changed",
    "clearance_question",
    "clearance_unchanged",
    "code_unknown",
    "compare",
    "confirmation",
    "contingent_of",
    "contingents",
    "correction",
    "correction_lines",
    "decided",
    "demo",
    "digest",
    "disputed",
    "donor",
    "dropped",
    "due",
    "escalation",
    "exported",
    "flag_noted",
    "flagged",
    "follow_question",
    "followed",
    "following_already",
    "forget_question",
    "forgotten",
    "found_nothing",
    "funding",
    "gaps",
    "help_command",
    "help_page",
    "help_topic",
    "history",
    "home",
    "how_to_correct",
    "how_to_import",
    "import_question",
    "imported",
    "join_code",
    "join_question",
    "joined",
    "last_owner",
    "link_code",
    "link_question",
    "linked",
    "mandate",
    "mission",
    "mission_as_it_was",
    "mission_changed",
    "mission_question",
    "missions",
    "no_statements",
    "no_such_post",
    "no_timeline",
    "no_warning",
    "not_following",
    "nothing_to_acknowledge",
    "nothing_to_post",
    "notice",
    "owner_already",
    "owner_now",
    "parties",
    "party",
    "party_changed",
    "party_question",
    "paused_already",
    "pending",
    "position_of",
    "positions",
    "profile",
    "proposed",
    "recorded",
    "rejected",
    "right_absent",
    "right_granted",
    "right_revoked",
    "rights_list",
    "rights_why",
    "room_paused",
    "room_question",
    "room_resumed",
    "room_set",
    "schedule_changed",
    "schedule_ended",
    "schedule_history",
    "schedule_list",
    "schedule_run",
    "schedule_show",
    "search",
    "see_pending",
    "setting_changed",
    "settings",
    "source_changed",
    "source_of_fact",
    "source_page",
    "source_question",
    "source_unchanged",
    "sources",
    "stale",
    "statements",
    "status",
    "strength",
    "succession_question",
    "succession_recorded",
    "taken_back",
    "timeline",
    "to_decide",
    "to_reject",
    "told_at_once",
    "told_of_decision",
    "told_of_flag",
    "told_of_proposal",
    "transition",
    "two_wanted",
    "unchanged",
    "unfollowed",
    "votes",
    "waiting_here",
    "warning",
    "which_fact",
    "why_here",
    "why_post",
    "will_wait",
    "wrong_or_newer",
]
