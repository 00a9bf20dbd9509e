/** The newsletter.yaml of the demo, with the sample feeds at `origin`. */
export function sampleConfig(origin: string): string {
  return `# The demo's newsletter. Everything that is not here has a default.
name: The Morning Brief
from: The Morning Brief <digest@example.com>
postalAddress: 1 Example Road, London
locale: en-GB
timezone: Europe/London
url: ${origin}
schedule:
  at: "07:00"
sections:
  - title: World
    feeds:
      - url: ${origin}/feeds/harbour-gazette.xml
        name: The Harbour Gazette
      - url: ${origin}/feeds/meridian-post.atom
        name: Meridian Post
      - url: ${origin}/feeds/wire-and-tide.xml
        name: Wire & Tide
  - title: Science
    feeds:
      - url: ${origin}/feeds/field-notes.json
        name: Field Notes
      - url: ${origin}/feeds/observatory.rdf
        name: The Southern Observatory
  - title: Culture
    feeds:
      - url: ${origin}/feeds/night-kitchen.xml
        name: The Night Kitchen
      - url: ${origin}/feeds/lantern-review.xml
        name: Lantern Review
      - url: ${origin}/feeds/stage-door.xml
        name: Stage Door
`;
}
