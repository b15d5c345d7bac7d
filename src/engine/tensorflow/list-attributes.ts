/** @file A patch of the package's addon: the lists of strings and types that fused operations take. */

/** The code in the addon's `AssignOpAttr` that reads one string or one type; other types may be lists already. */
const strings = `    case TF_ATTR_STRING: {
`
const types = `    case TF_ATTR_TYPE: {
`

const stringList = `      if (IsArray(env, nstatus, &js_value)) {
        uint32_t length;
        nstatus = napi_get_array_length(env, js_value, &length);
        ENSURE_NAPI_OK(env, nstatus);
        std::vector<std::string> strings(length);
        std::vector<const void *> data(length);
        std::vector<size_t> lengths(length);
        for (uint32_t i = 0; i < length; ++i) {
          napi_value element;
          nstatus = napi_get_element(env, js_value, i, &element);
          ENSURE_NAPI_OK(env, nstatus);
          nstatus = GetStringParam(env, element, strings[i]);
          ENSURE_NAPI_OK(env, nstatus);
          data[i] = strings[i].data();
          lengths[i] = strings[i].size();
        }
        TFE_OpSetAttrStringList(tfe_op, attr_name, data.data(), lengths.data(),
                                static_cast<int>(length));
        break;
      }
`

const typeList = `      if (IsArray(env, nstatus, &js_value)) {
        uint32_t length;
        nstatus = napi_get_array_length(env, js_value, &length);
        ENSURE_NAPI_OK(env, nstatus);
        std::vector<TF_DataType> data(length);
        for (uint32_t i = 0; i < length; ++i) {
          napi_value element;
          nstatus = napi_get_element(env, js_value, i, &element);
          ENSURE_NAPI_OK(env, nstatus);
          int32_t value;
          nstatus = napi_get_value_int32(env, element, &value);
          ENSURE_NAPI_OK(env, nstatus);
          data[i] = static_cast<TF_DataType>(value);
        }
        TFE_OpSetAttrTypeList(tfe_op, attr_name, data.data(),
                              static_cast<int>(length));
        break;
      }
`

/** Adds both lists to `tfjs_backend.cc`. @throws Error if the source is not the expected one */
export function listAttributes(source: string): string {
  if (source.includes(stringList)) return source
  return insertAfter(insertAfter(source, strings, stringList), types, typeList)
}

function insertAfter(source: string, place: string, text: string): string {
  const [before, after, ...rest] = source.split(place)
  if (before === undefined || after === undefined || rest.length > 0) {
    throw new Error(`tfjs_backend.cc does not have \`${place.trim()}\` once`)
  }
  return before + place + text + after
}
