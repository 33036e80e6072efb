/** Two short notes, the second higher: told apart from what other programs of a control room use. */
const notes = [
  { hz: 660, atS: 0 },
  { hz: 880, atS: 0.16 },
];
const noteS = 0.14;
const loudness = 0.18;

let audio: AudioContext | null = null;

/**
 * Sounds the alarm once, made here: no file has to be had. Resolves with whether it could be heard; browsers let a page
 * sound only after somebody has clicked in it.
 */
export async function sound(): Promise<boolean> {
  try {
    audio ??= new AudioContext();
    // A browser that does not allow it leaves this waiting for ever.
    void audio.resume();
    await Promise.resolve();
    const speaker = audio;
    if (speaker.state !== "running" && !(await becomesRunning(speaker))) return false;
    for (const { hz, atS } of notes) play(speaker, hz, speaker.currentTime + atS);
    return true;
  } catch {
    return false;
  }
}

function play(speaker: AudioContext, hz: number, startS: number): void {
  const tone = speaker.createOscillator();
  const volume = speaker.createGain();
  tone.frequency.value = hz;
  // Without a ramp at either end a tone begins and ends with a crack.
  volume.gain.setValueAtTime(0, startS);
  volume.gain.linearRampToValueAtTime(loudness, startS + 0.02);
  volume.gain.linearRampToValueAtTime(0, startS + noteS);
  tone.connect(volume).connect(speaker.destination);
  tone.start(startS);
  tone.stop(startS + noteS);
}

function becomesRunning(speaker: AudioContext): Promise<boolean> {
  return new Promise((resolve) => {
    const late = setTimeout(() => done(false), 500);
    const look = () => done(speaker.state === "running");
    const done = (running: boolean) => {
      clearTimeout(late);
      speaker.removeEventListener("statechange", look);
      resolve(running);
    };
    speaker.addEventListener("statechange", look);
  });
}
