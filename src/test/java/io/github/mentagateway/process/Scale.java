package io.github.mentagateway.process;

/**
 * How much a reliability test does. The short form runs with every build; {@code mvn verify -P reliability} runs the long one, whose
 * figures are the properties {@code reliability.*}.
 */
record Scale(int rounds, int notifications, int entities, int kills) {

  Scale orAsAskedFor() {
    return new Scale(asked("rounds", rounds), asked("notifications", notifications), asked("entities", entities), asked("kills", kills));
  }

  private static int asked(String name, int otherwise) {
    return Integer.getInteger("reliability." + name, otherwise);
  }

  LoadGenerator load(GatewayCluster gateways) {
    return new LoadGenerator(gateways, entities, notifications / entities);
  }
}
