// Invented reports to fill the call handler's form with.

export const SAMPLES = [
  {
    type: "criminal_damage",
    summary: "Came home to find three fence panels kicked in. A neighbour has a doorbell camera that faces the fence.",
    thrive: { threat: "none known", harm: "low, damage only", risk: "second time this year", investigation: "doorbell camera" },
    place: ["14 Sample Street, Exampleton", "ZZ1 1ZZ"],
    victim: { name: "Peregrina Umberella", date_of_birth: "1979-04-12", email: "peregrina@example.org" },
  },
  {
    type: "theft",
    summary: "Bicycle gone from outside the library; the lock was cut. Has the frame number and photos.",
    thrive: { threat: "none", harm: "low", investigation: "frame number known, library has cameras" },
    place: ["Library Square, Sampleminster", "ZZ2 3ZZ"],
    victim: { name: "Octavius Teacosy", date_of_birth: "1998-09-30" },
  },
  {
    type: "harassment",
    summary: "A former colleague sends dozens of messages a day and has waited outside work twice this week.",
    thrive: { threat: "known person, not present", harm: "distress", risk: "likely to go on", vulnerability: "sleeps badly" },
    flags: ["persistently_targeted"],
    place: ["3 Notional Avenue, Mockhampton", "ZZ5 9ZZ"],
    victim: { name: "Rosalba Inkwell", date_of_birth: "1990-01-22" },
    wary: true,
  },
  {
    type: "domestic_abuse",
    summary: "Former partner sends threatening voice messages. Lives elsewhere and does not have the new address.",
    thrive: {
      threat: "former partner, not present",
      harm: "frightened",
      risk: "has happened before",
      vulnerability: "asked and answered",
    },
    flags: ["vulnerable", "high_harm"],
    place: ["27 Invented Gardens, Fictionbourne", "ZZ8 2ZZ"],
    victim: { name: "Tansy Larkspurling", date_of_birth: "1986-11-05" },
    wary: true,
  },
  {
    type: "fraud",
    summary: "Paid a deposit for a holiday let that does not exist. The bank has been told; has the messages.",
    thrive: { harm: "financial loss", investigation: "messages and bank details kept" },
    place: ["9 Placeholder Lane, Nowhere-on-Sea", "ZZ3 7ZZ"],
    victim: { name: "Septimus Oddsocks", date_of_birth: "1957-06-17" },
  },
];
