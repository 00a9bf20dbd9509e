import type { PictureName } from './pictures.ts';

/** A story of the sample feeds. Outlets, people and events are invented. */
export interface SampleStory {
  readonly slug: string;
  readonly title: string;
  readonly author?: string;
  readonly hoursAgo: number;
  readonly picture?: PictureName;
  readonly alt?: string;
  /** The first is the summary; an outlet that gives its full text gives them all. */
  readonly text: readonly string[];
}

export const harbourGazette: readonly SampleStory[] = [
  {
    slug: 'last-ferry',
    title: 'Port Ellery votes to keep its last ferry, by eleven votes',
    author: 'Ines Calloway',
    hoursAgo: 3,
    picture: 'harbour',
    alt: 'First light over the harbour at Port Ellery',
    text: [
      'After a count that went on past midnight, the island town chose to pay for the 6:15 boat itself rather than lose it. The line had been due to close at the end of the month.',
      'The Marigold has crossed the sound since 1961, twice a day and three times on market days. Her owners said in spring that the route no longer earned its fuel. What followed was a summer of cake sales, a petition on the side of a barn, and in the end a ballot, the first the island has held on anything but its mayor.',
      '“I voted against it and I am glad I lost,” said Tomas Reiner, who runs the chandlery on the quay. “You do not know what a boat is until somebody shows you the timetable without it.” The town will buy a half share and hire the crew it already has. Fares stay as they are until next year, and the dog, as before, travels free.',
    ],
  },
  {
    slug: 'bridge-reopens',
    title: 'The Alder Bridge reopens a year early, and nobody quite believes it',
    author: 'Petra Lindqvist',
    hoursAgo: 7,
    picture: 'skyline',
    alt: 'The old town seen from the river',
    text: [
      'Engineers found the foundations in better shape than the drawings of 1908 had promised. The first tram crossed at noon, eleven minutes late.',
      'The city had set aside four winters for the work and needed three. Divers who went down to look at the timber piles came back with photographs of oak so sound that one of them, asked for his professional opinion, said only that he would like a table made of it.',
      'The money that is left over goes to the footbridge at Mill Lane, which has been next on the list since before most of its users were born.',
    ],
  },
  {
    slug: 'night-train',
    title: 'Night trains return to the coast line for the first time in nineteen years',
    author: 'Ines Calloway',
    hoursAgo: 20,
    text: [
      'Two sleepers a week, leaving Fridays and Sundays. The restaurant car is the old one: somebody had kept it in a shed, curtains and all.',
    ],
  },
];

export const meridianPost: readonly SampleStory[] = [
  {
    slug: 'seed-treaty',
    title: 'Forty-one countries sign a treaty on sharing seeds',
    author: 'Amara Osei',
    hoursAgo: 5,
    picture: 'meadow',
    alt: 'Fields above the village of Sant Orel in June',
    text: [
      'The agreement lets farmers in one country grow, and breed on, the public varieties of another. Negotiators had been at it for nine years and two coffee machines.',
      'At its heart is a catalogue: some sixty thousand varieties of grain, bean and root, held in public collections and now open to anyone who gives back what they breed from them. Small growers asked for one thing above all, that a seed once shared can’t be fenced in later, and got it, in a single sentence on page four that took three years to write.',
      'The treaty takes effect when thirty parliaments have said yes. Six have promised to do so before the autumn sowing, and one has already sent beans.',
    ],
  },
  {
    slug: 'mountain-post',
    title: 'High in the Karsel range, the post goes by cable car now',
    author: 'Jonas Brandt',
    hoursAgo: 11,
    picture: 'ridge',
    alt: 'The Karsel range at dusk',
    text: [
      'Five villages that are cut off for half the winter will get letters every day. The mule, Biscuit, has been offered a pension.',
      'It took the valley two summers to string four kilometres of cable between pylons that had stood idle since the mine shut. Each gondola holds a mail sack, a crate of bread and, by special permission, one passenger who does not mind the other two.',
    ],
  },
];

export const fieldNotes: readonly SampleStory[] = [
  {
    slug: 'swifts',
    title: 'Swifts sleep in shifts, a study with very small backpacks finds',
    author: 'Dr. Hana Okafor',
    hoursAgo: 4,
    picture: 'evening',
    alt: 'Evening sky over a meadow',
    text: [
      'Half the brain dozes while the other half steers. Recorders that weigh less than a paper clip showed birds napping for four seconds at a time, up to nine hundred times a night.',
      'The team tagged thirty-two birds from one colony under a school roof. Pupils kept the log, and found the pattern before the software did: a swift that drops its left wing by a few degrees is asleep on that side. It climbs again before it loses more than the height of a house.',
      'What remains unclear is how they choose who leads while others doze. The pupils have a theory. It has to do with who had the most flies. Their log, all four hundred pages of it, is to be printed in full beside the paper, pencil drawings included.',
    ],
  },
  {
    slug: 'moss',
    title: 'A moss that was pressed in 1863 has started to grow again',
    author: 'Lucía Ferrán',
    hoursAgo: 15,
    text: [
      'A herbarium in Tolvane gave it light and rain by way of an experiment. Eleven weeks later it was green. “We were going to throw the sheet out,” said the curator, who has since stopped throwing things out.',
    ],
  },
];

export const observatory: readonly SampleStory[] = [
  {
    slug: 'quiet-star',
    title: 'Astronomers hear a star fall silent, and then apologise to it',
    author: 'Wei-Lin Sorensen',
    hoursAgo: 9,
    picture: 'stars',
    alt: 'The night sky over the southern station',
    text: [
      'For six days the pulsar known as the Metronome gave no tick. The fault was a mouse, a cable, and a piece of cheese that nobody admits to.',
    ],
  },
  {
    slug: 'comet-window',
    title: 'This week’s comet is best seen from the kitchen window',
    hoursAgo: 26,
    text: ['Look low in the west some forty minutes after sunset, below the bright planet. No telescope needed; a dark street helps, and so does a cup of something warm.'],
  },
];

export const nightKitchen: readonly SampleStory[] = [
  {
    slug: 'sourdough-library',
    title: 'The library that lends out sourdough',
    author: 'Marcel Duprey',
    hoursAgo: 6,
    picture: 'lantern',
    alt: 'A lamp-lit shelf of jars',
    text: [
      'In Brackwater you can borrow a starter for three weeks, renewable twice. Late fees are payable in bread.',
      'The shelf stands between Travel and Local History. Each jar has a card with its borrowers since the first, in 2011, and what they made of it: rye, rye, pizza, rye, “something flat”. The oldest is called Gerald. There is a waiting list for Gerald.',
      'The librarian, Odile Marsh, began it after a reader returned a cookbook with flour between its pages and an apology. “I thought, well, we could do that on purpose.” Two other towns now have a shelf of their own, and a jar of Gerald is on its way to the second, by train, in the care of the conductor.',
    ],
  },
];

export const lanternReview: readonly SampleStory[] = [
  {
    slug: 'one-violin',
    title: 'One violin, four owners & a night at the opera',
    author: 'Rosalind Achterberg',
    hoursAgo: 8,
    text: ['Four amateur players in Lisse share an instrument none could afford alone. On Tuesday all four had tickets for the same concert, and one of them was meant to be playing.'],
  },
  {
    slug: 'small-cinema',
    title: 'The smallest cinema in the country adds a second seat',
    author: 'Ned Okonkwo',
    hoursAgo: 13,
    text: ['Reviews of the old arrangement were good but lonely. The projectionist, who is also the usher, calls it an expansion.'],
  },
];
