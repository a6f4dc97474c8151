"""What the tests of plan and process measure on music: excerpts, renders, and yardsticks at equal loudness."""

import numpy as np
import shared_data
import soundfile as sf
from engine.plan.timelines import analysis_of

from masterdesk.engine.dsp.processor import chain
from masterdesk.engine.process import build_processors

#: Varied in style, level, width and dynamics; folk, cinematic, ambient, electronic, metal, orchestral, rock.
TRACKS = (
    "acoustic/elvish.ogg",
    "acoustic/minstrels.ogg",
    "cinematic/music002.ogg",
    "cinematic/music007.ogg",
    "electronic/advanced_simulacra.ogg",
    "electronic/enemy_unknown.ogg",
    "electronic/deprecation.ogg",
    "metal/second_birth.ogg",
    "orchestral/battle.ogg",
    "orchestral/nunc_dimittis.ogg",
    "premaster/feelings.wav",
    "premaster/war.wav",
)
BANDS_HZ = {
    "sub": (25, 57),
    "bass": (57, 140),
    "low_mid": (140, 450),
    "mid": (450, 1800),
    "presence": (1800, 5700),
    "air": (7000, 18000),
}


class Excerpt:
    """Part of a track with its analysis."""

    def __init__(self, name, seconds=30.0, start_s=30.0):
        path = shared_data.track(name)
        rate = sf.info(path).samplerate
        audio, self.rate = sf.read(
            path, dtype="float32", always_2d=True, start=round(start_s * rate), frames=round(seconds * rate)
        )
        self.name, self.audio = name, np.ascontiguousarray(audio.T)
        self.measures = measures(self.audio, self.rate)
        self.analysis = analysis_of(self.audio, self.rate)

    def render(self, plan):
        return render(plan, self.audio, self.rate)

    def changes(self, plan):
        """What a plan changes in every measure, levels compared at equal loudness."""
        after = measures(self.render(plan), self.rate)
        return {key: after[key] - self.measures[key] for key in after}


def render(plan, audio, rate, start_frame=0):
    blocks = (audio[:, i : i + 65536] for i in range(0, audio.shape[1], 65536))
    return np.concatenate(list(chain(build_processors(plan, rate, len(audio), start_frame), blocks)), axis=1)


def measures(audio, rate):
    """Loudness, dynamics, and the level of each band against the loudness."""
    quality = shared_data.tool("quality")
    frames = audio.T.astype(np.float64)
    energy = quality.sub_energy(frames, rate)
    loudness = quality.integrated(energy)
    thirds = 10 ** (quality.third_octave(frames, rate) / 10)
    found = {
        "lufs": loudness,
        "range_lu": quality.lra(energy),
        "spread_lu": momentary_spread(quality.L(quality._win(energy, 4))),
        "plr_db": 20 * np.log10(np.abs(frames).max()) - loudness,
    }
    for band, (low, high) in BANDS_HZ.items():
        inside = (low <= quality.THIRD) & (high > quality.THIRD)
        found[band] = 10 * np.log10(thirds[inside].sum() + 1e-12) - loudness
    return found


def momentary_spread(momentary):
    """Distance of the 10th and 95th percentile of momentary loudness: dynamics in less than a second."""
    low, high = np.percentile(momentary[momentary > -70], (10, 95))
    return high - low


def thirds_db(audio, rate):
    """Third-octave levels of one or more channels, 25 Hz to 16 kHz."""
    quality = shared_data.tool("quality")
    inside = (quality.THIRD > 24) & (quality.THIRD < 17000)
    return quality.third_octave(np.atleast_2d(audio).T.astype(np.float64), rate)[inside]
