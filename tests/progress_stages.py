"""A progress that ends what it watches, for tests of how things are cancelled."""

from masterdesk.engine.progress import Progress


def cancelled_at(stage, seen=None):
    """Cancels as soon as a stage is told of; `seen` gets the names of all stages."""

    def listen(name, fraction):
        if seen is not None:
            seen.append(name)
        if name == stage:
            progress.cancel()

    progress = Progress(listen)
    return progress
