package dev.daybook.kafka;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

import java.io.ByteArrayOutputStream;
import java.util.Map;

/** The little JSON that a schema registry is asked and answers. */
final class RegistryJson {

    private static final JsonFactory JSON = new JsonFactory();

    private RegistryJson() {}

    /**
     * What an answer may hold.
     *
     * @param id of a schema; -1 when the answer has none
     * @param errorCode 0 when the answer has none
     * @param message possibly empty
     */
    record Answer(int id, int errorCode, String message) {}

    static byte[] of(Map<String, String> texts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            texts.forEach(json::writeStringProperty);
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    /** Reads an answer; of one that is not JSON, as proxies give, nothing is known. */
    static Answer read(byte[] body) {
        int id = -1;
        int errorCode = 0;
        String message = "";
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), body)) {
            if (json.nextToken() == JsonToken.START_OBJECT) {
                while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                    String name = json.currentName();
                    JsonToken value = json.nextToken();
                    if (value == JsonToken.VALUE_NUMBER_INT && name.equals("id")) {
                        id = json.getIntValue();
                    } else if (value == JsonToken.VALUE_NUMBER_INT && name.equals("error_code")) {
                        errorCode = json.getIntValue();
                    } else if (value == JsonToken.VALUE_STRING && name.equals("message")) {
                        message = json.getString();
                    } else {
                        json.skipChildren();
                    }
                }
            }
        } catch (JacksonException noJson) {
            return new Answer(id, errorCode, message);
        }
        return new Answer(id, errorCode, message);
    }
}
