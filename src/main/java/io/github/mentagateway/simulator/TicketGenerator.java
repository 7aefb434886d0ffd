package io.github.mentagateway.simulator;

import io.github.mentagateway.simulator.Message.Handover;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Makes notifications of tickets that are resold: each change starts from the owner of that moment, and goes along a chain of owners, or to
 * and fro between two. All notifications of one ticket have the same shape, so that those of one that goes to and fro repeat to the byte.
 */
final class TicketGenerator {
  private static final double TO_AND_FRO = 0.3;
  private static final double TELLS_FORMER_OWNER = 0.7;
  private static final int FEWEST_PEOPLE = 50;
  /** The last one is null: "type is not in every event". */
  private static final List<String> TYPES = Arrays.asList("SINGLE", "MULTI", "USER_TRANSFER", null);

  private final RandomGenerator random;
  private final RunIds ids;
  private final People people;
  private final Kind[] kinds;
  private final int[] owners;
  private int newcomer;

  /** @param partner the other owner of a ticket that goes to and fro; else -1 */
  private record Kind(EnvelopeShape envelope, String type, boolean tellsFormerOwner, int partner) {}

  TicketGenerator(int count, RunIds ids, RandomGenerator random) {
    this.random = random;
    this.ids = ids;
    people = new People(Math.max(FEWEST_PEOPLE, count));
    newcomer = people.count();
    kinds = new Kind[count];
    owners = new int[count];
    for (int ticket = 0; ticket < count; ticket++) {
      owners[ticket] = people.any(random);
      boolean toAndFro = random.nextDouble() < TO_AND_FRO;
      EnvelopeShape shape = EnvelopeShape.values()[random.nextInt(EnvelopeShape.values().length)];
      kinds[ticket] = new Kind(shape, TYPES.get(random.nextInt(TYPES.size())), random.nextDouble() < TELLS_FORMER_OWNER,
          toAndFro ? people.anyBut(owners[ticket], random) : -1);
    }
  }

  String anyId() {
    return ids.ticket(random.nextInt(owners.length));
  }

  String anyMail() {
    return people.mail(people.any(random));
  }

  Message resold(int number) {
    int ticket = random.nextInt(owners.length);
    Kind kind = kinds[ticket];
    int from = owners[ticket];
    // each owner is new, so that the order of one ticket's owners can be told
    int to = kind.partner < 0 ? newcomer++ : kind.partner;
    owners[ticket] = to;
    if (kind.partner >= 0) {
      kinds[ticket] = new Kind(kind.envelope, kind.type, kind.tellsFormerOwner, from);
    }
    String id = ids.ticket(ticket);
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("id", id);
    data.put("newOwnerEmail", people.mail(to));
    if (kind.tellsFormerOwner) {
      data.put("oldOwnerEmail", people.mail(from));
    }
    return new Message(number, "ticket.updated", ids.ticketEntity(id), people.mail(to),
        kind.tellsFormerOwner ? new Handover(people.mail(from), people.mail(to)) : null,
        kind.envelope.write("ticket", "ticket.updated", kind.type, data, people.nominal(to)));
  }
}
