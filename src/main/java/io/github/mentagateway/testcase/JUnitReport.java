package io.github.mentagateway.testcase;

import java.io.Writer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes results as CI servers read them: JUnit's XML, with a suite for each file. */
public final class JUnitReport {
  private JUnitReport() {}

  public static void write(CaseRun.Result result, Writer out) throws XMLStreamException {
    Map<String, List<CaseResult>> files =
        result.cases().stream().collect(Collectors.groupingBy(CaseResult::file, LinkedHashMap::new, Collectors.toList()));
    XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(out);
    xml.writeStartDocument("UTF-8", "1.0");
    xml.writeStartElement("testsuites");
    for (Map.Entry<String, List<CaseResult>> file : files.entrySet()) {
      suite(xml, file.getKey(), file.getValue());
    }
    for (var finding : result.findings()) {
      if (finding.isError()) {
        xml.writeStartElement("testsuite");
        attributes(xml, "name", finding.file(), "tests", "1", "failures", "0", "errors", "1");
        xml.writeStartElement("testcase");
        attributes(xml, "name", "is read", "classname", finding.file());
        xml.writeStartElement("error");
        attributes(xml, "message", clean(finding.toString()));
        xml.writeEndElement();
        xml.writeEndElement();
        xml.writeEndElement();
      }
    }
    xml.writeEndElement();
    xml.writeEndDocument();
    xml.flush();
  }

  private static void suite(XMLStreamWriter xml, String file, List<CaseResult> cases) throws XMLStreamException {
    Duration took = cases.stream().map(CaseResult::took).reduce(Duration.ZERO, Duration::plus);
    xml.writeStartElement("testsuite");
    attributes(xml, "name", file, "tests", String.valueOf(cases.size()), "failures", String.valueOf(count(cases, CaseResult.Outcome.FAILED)),
        "errors", "0", "skipped", String.valueOf(count(cases, CaseResult.Outcome.UNFINISHED)), "time", seconds(took));
    for (CaseResult result : cases) {
      xml.writeStartElement("testcase");
      attributes(xml, "name", clean(result.name()), "classname", file, "file", file, "line", String.valueOf(result.line()),
          "time", seconds(result.took()));
      if (result.outcome() == CaseResult.Outcome.FAILED) {
        xml.writeStartElement("failure");
        Mismatch first = result.mismatches().get(0);
        attributes(xml, "message", clean(first.file() + ":" + first.line() + ": " + first.what()));
        xml.writeCharacters(clean(CaseText.of(result)));
        xml.writeEndElement();
      } else if (result.outcome() == CaseResult.Outcome.UNFINISHED) {
        xml.writeStartElement("skipped");
        attributes(xml, "message", "it expects nothing yet");
        xml.writeEndElement();
      }
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }

  private static void attributes(XMLStreamWriter xml, String... namesAndValues) throws XMLStreamException {
    for (int i = 0; i < namesAndValues.length; i += 2) {
      xml.writeAttribute(namesAndValues[i], namesAndValues[i + 1]);
    }
  }

  private static long count(List<CaseResult> cases, CaseResult.Outcome outcome) {
    return cases.stream().filter(result -> result.outcome() == outcome).count();
  }

  private static String seconds(Duration took) {
    return String.format(Locale.ROOT, "%.3f", took.toMillis() / 1000.0);
  }

  /** XML 1.0 has no control characters. */
  private static String clean(String text) {
    return text.replaceAll("[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\uFFFE\\uFFFF]", "?");
  }
}
