package io.github.mentagateway.testcase;

import java.util.Optional;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.RepresentToNode;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.constructor.StandardConstructor;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.representer.StandardRepresenter;

/** Values as YAML has them: maps, lists, texts, numbers, booleans and null. */
final class YamlValue {
  private static final DumpSettings BLOCK = DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).setIndent(2).setIndicatorIndent(2)
      .setIndentWithIndicator(true).setWidth(130).setSplitLines(false).setMultiLineFlow(false).setUseUnicodeEncoding(true).build();

  private YamlValue() {}

  static Object of(Node node) {
    return node == null ? null : new StandardConstructor(LoadSettings.builder().build()).constructSingleDocument(Optional.of(node));
  }

  /** The text of a value in block style, which ends with a line break. */
  static String text(Object value) {
    return new Dump(BLOCK, new Quoting()).dumpToString(value);
  }

  /** Quotes a text that begins like a number: ids such as 00001 are numbers to some readers of YAML. */
  private static final class Quoting extends StandardRepresenter {
    Quoting() {
      super(BLOCK);
      RepresentToNode plain = representers.get(String.class);
      representers.put(String.class, value -> value.toString().matches("[-+.]?\\d[\\d.,:_+-]*")
          ? representScalar(Tag.STR, value.toString(), ScalarStyle.DOUBLE_QUOTED) : plain.representData(value));
    }
  }
}
