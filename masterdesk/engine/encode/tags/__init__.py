"""Tags and cover art, from any format that carries them to any that can be delivered."""
