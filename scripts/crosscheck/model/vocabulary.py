"""The words of the project, each with what it means. Pages, schema and reference read them here."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Word(StrEnum):
    """A word of a closed list; `meaning` explains it to a reader."""

    meaning: str

    def __new__(cls, value: str, meaning: str = "") -> Self:
        """Make the word with its meaning beside it."""
        word = str.__new__(cls, value)
        word._value_ = value
        word.meaning = meaning
        return word


class Verdict(Word):
    """How we rule on a statement."""

    TRUE = "true", "It holds today, for the versions given."
    DEPENDS = "depends", "It holds under conditions, which the reasoning names."
    OUTDATED = "outdated", "It held once and no longer does."
    FALSE = "false", "It does not hold."
    UNPROVEN = "unproven", "We looked and found nothing that settles it."
    OPINION = "opinion", "A matter of taste or values; the reasoning names the facts that bear on it."


class ClaimKind(Word):
    """What sort of statement a claim is."""

    FACT = "fact", "Something that a run or a primary document can settle."
    STATISTIC = "statistic", "A number about a population; it needs its primary source."
    OPINION = "opinion", "A judgement."
    RECOMMENDATION = "recommendation", "Advice to somebody in a situation."


class Standing(Word):
    """How well a claim stands now. Computed, never typed."""

    PROVED = "proved", "Every check it cites passed, on the snippets and versions of today."
    CONTRADICTED = "contradicted", "A check it cites failed in the latest run: do not rely on it."
    STALE = "stale", "Its checks passed once, or are yet to run; the snippet, the versions or the calendar moved on."
    SOURCED = "sourced", "It rests on documents, or no run could settle it."
    OVERDUE = "overdue", "Its review date has passed."


class SourceKind(Word):
    """What sort of document a source is."""

    DOCUMENTATION = "documentation", "Official documentation."
    RELEASE_NOTES = "release-notes", "Notes published with a release."
    REPOSITORY = "repository", "A source repository or a file in it."
    ISSUE = "issue", "An issue, a pull request or a discussion."
    PAPER = "paper", "A paper."
    BENCHMARK = "benchmark", "Published results of a benchmark."
    SURVEY = "survey", "Published results of a survey or a count."
    BLOG = "blog", "A post or an article."


class ToolStatus(Word):
    """Whether a tool is alive."""

    ACTIVE = "active", "Developed and released."
    MAINTENANCE = "maintenance", "Kept alive without new features, by its maintainers' word or deed."
    DEPRECATED = "deprecated", "Its maintainers advise against it."
    ARCHIVED = "archived", "Closed: read-only, withdrawn or shut down."
    RENAMED = "renamed", "Goes on under another name."


class ToolGroup(Word):
    """Where a tool sits around a framework."""

    FRAMEWORK = "framework", "Frameworks"
    HIGH_LEVEL_API = "high-level-api", "High-level interfaces"
    COMPILER = "compiler", "Graphs and compilers"
    DISTRIBUTED = "distributed", "Distributed training"
    SERVING = "serving", "Serving"
    MOBILE_EDGE = "mobile-edge", "Phone and edge"
    WEB = "web", "Browser"
    PIPELINE = "pipeline", "Pipelines"
    DATA = "data", "Data"
    MODEL_HUB = "model-hub", "Model collections"
    VISUALISATION = "visualisation", "Visualisation"
    DEBUGGING = "debugging", "Debugging"
    DOMAIN_LIBRARY = "domain-library", "Domain libraries"
    FORMAT = "format", "Exchange formats"
    RUNTIME = "runtime", "Runtimes"
    HARDWARE = "hardware", "Hardware"
    CLOUD = "cloud", "Clouds"
    PROJECT = "project", "Projects built with a framework"
    BENCHMARK = "benchmark", "Benchmarks"
    GOVERNANCE = "governance", "Governance"
    NEIGHBOUR = "neighbour", "Neighbours"


class Mark(Word):
    """The short answer in a comparison cell."""

    FULL = "full", "Yes"
    PARTIAL = "partial", "In part"
    NONE = "none", "No"
    INFO = "info", "Neither better nor worse"
    UNKNOWN = "unknown", "Not established"


class Coverage(Word):
    """How complete a framework's column has to be."""

    FULL = "full", "Every comparison row and every pair must have it, or say why not."
    GROWING = "growing", "Being added: gaps are shown as gaps and reported as warnings."


class Sure(Word):
    """How sure a tally is."""

    CLEAR = "clear", "No single other answer would change it."
    LEANING = "leaning", "It leads, and one other answer could change that."
    SPLIT = "split", "The lead is too small to decide."


class Outcome(Word):
    """How the run of one snippet ended. Only `pass` upgrades a claim."""

    PASS = "pass", "It ran to its end and every check on it held."
    FAIL = "fail", "It ran, and a check on it is false."
    ERROR = "error", "It raised an exception that no check expects."
    TIMEOUT = "timeout", "It was stopped at its time limit."
    SILENT = "silent", "It was stopped after saying nothing for too long."
    OOM = "oom", "It ran out of memory."
    CRASH = "crash", "A signal ended it."
    OUTPUT_LIMIT = "output-limit", "It printed more than is allowed."
    DISK_LIMIT = "disk-limit", "It wrote more than is allowed."
    DENIED = "denied", "It reached for the network or for files that are not its own."
    LEAKED = "leaked", "It left a process behind."
    FLAKY = "flaky", "It gave different answers to the same question."
    XFAIL = "xfail", "It failed, as its pair expects."
    XPASS = "xpass", "It passed although its pair expects a failure."
    SKIPPED = "skipped", "This machine lacks the device it needs."
    INFRA = "infra", "The machine or the environment failed, not the snippet."


class Level(Word):
    """How far a script is kept apart from the machine. What a run really had is recorded in it."""

    OFF = "off", "A folder of its own and a short list of environment variables."
    LIMITS = "limits", "As off, and limits on file size, open files and processor time; no core files."
    STRICT = (
        "strict",
        "As limits, and no network, no writing outside its folder, no sight of home folders, own processes.",
    )


class Device(Word):
    """What a snippet runs on."""

    CPU = "cpu", "The processor."
    CUDA = "cuda", "An NVIDIA card."


class Start(Word):
    """How a script's process came to be."""

    FRESH = "fresh", "A new interpreter, which imported everything itself."
    PRELOADED = "preloaded", "Forked from a process that had imported the framework and done nothing else."
