package io.github.mentagateway.destination;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/** A text in which {@code {name}} stands for a value, which is written so that it stays a value: it never becomes an element or a field. */
public final class BodyTemplate {
  /** What an author has still to write. */
  public static final String UNFINISHED = "[[write this]]";

  private static final Pattern DECLARATION = Pattern.compile("^\\s*<\\?xml\\s[^>]*\\?>");
  private static final Pattern NAME = Pattern.compile("\\{" + FieldResolver.NAME + "}");
  /** Where an escaped value would be read as it is written. */
  private static final Pattern UNESCAPED = Pattern.compile("<!\\[CDATA\\[.*?]]>|<!--.*?-->|<\\?.*?\\?>", Pattern.DOTALL);
  /** Stands for a value while the template is tried out, and can be no part of a name in XML. */
  private static final String VALUE = "\uE000";
  private static final String BEGIN = "<t>";

  private final TextTemplate text;
  private final Escaping escaping;

  /** @throws TemplateException when the text is to be XML and is none, or has a value where none can stand */
  public BodyTemplate(String text, Escaping escaping) {
    this.text = new TextTemplate(escaping == Escaping.XML_CONTENT ? DECLARATION.matcher(text).replaceFirst("").strip() : text);
    this.escaping = escaping;
    if (escaping == Escaping.XML || escaping == Escaping.XML_CONTENT) {
      demandXml(text, escaping);
    }
  }

  private static void demandXml(String text, Escaping escaping) {
    Matcher unescaped = UNESCAPED.matcher(text);
    while (unescaped.find()) {
      if (NAME.matcher(unescaped.group()).find()) {
        throw new TemplateException(unescaped.start(), "a value cannot stand in CDATA, a comment or an instruction, where nothing escapes it:"
            + " write it as the text of an element, which may hold any sign");
      }
    }
    String tried = NAME.matcher(text).replaceAll(name -> VALUE.repeat(name.group().length()));
    boolean isPart = escaping == Escaping.XML_CONTENT;
    if (isPart) {
      tried = BEGIN + DECLARATION.matcher(tried).replaceFirst(found -> found.group().replaceAll("[^\\n]", " ")) + "</t>";
    }
    try {
      SafeXml.parse(tried);
    } catch (SAXParseException e) {
      throw new TemplateException(at(text, e.getLineNumber(), e.getColumnNumber() - (isPart && e.getLineNumber() == 1 ? BEGIN.length() : 0)),
          "is no XML: " + told(e));
    } catch (SAXException e) {
      throw new TemplateException(0, "is no XML: " + told(e));
    }
  }

  private static String told(SAXException e) {
    return String.valueOf(e.getMessage()).replace(VALUE, "…").replaceAll("[.\\s]+$", "");
  }

  private static int at(String text, int line, int column) {
    int start = 0;
    for (int i = 1; i < line && text.indexOf('\n', start) >= 0; i++) {
      start = text.indexOf('\n', start) + 1;
    }
    return Math.max(0, Math.min(text.length(), start + Math.max(1, column) - 1));
  }

  /** @throws PermanentFailureException when a value is missing that is not optional, or is not plain */
  public String fill(Exchange exchange, FieldResolver fields) {
    return text.fill(name -> {
      Object value = fields.plain(exchange, name);
      return value == null ? "" : escaping.apply(value.toString());
    });
  }
}
