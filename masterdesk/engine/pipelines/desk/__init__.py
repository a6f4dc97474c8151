"""What the window asks of the engine: a track on the desk, and five slots that are heard at once and then exactly.

A preview is asked of the `deck`, becomes its slot's `wanted_preview`, is taken by the `preview_runner` from one of the
`slot_tasks` to the next, is put together by the `composer`, and is heard as `slot_audio`.
"""
