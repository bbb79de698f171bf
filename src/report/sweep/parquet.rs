//! The runs of a sweep as Parquet: the columns of the CSV, typed.
//!
//! Written with the official crate's low level, without Arrow: counts as INT64, shares as exact decimals, a missing
//! share as null.

use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, Int64Type};
use parquet::errors::Result;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::{Type, TypePtr};

use crate::study::sweep::Results;
use crate::study::sweep::measure::Unit;

use super::table::{Column, Values, columns};

/// The runs as a Parquet file.
#[must_use]
pub fn parquet(results: &Results) -> Vec<u8> {
    written(&columns(results)).expect("writing well-formed columns to memory does not fail")
}

fn written(columns: &[Column<'_>]) -> Result<Vec<u8>> {
    let fields = columns.iter().map(field).collect::<Result<Vec<TypePtr>>>()?;
    let schema = Arc::new(Type::group_type_builder("sweep").with_fields(fields).build()?);
    let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties))?;
    let mut group = writer.next_row_group()?;
    let mut rest = columns.iter();
    while let (Some(mut to), Some(column)) = (group.next_column()?, rest.next()) {
        match &column.values {
            Values::Text(texts) => {
                let bytes: Vec<ByteArray> = texts.iter().map(|text| ByteArray::from(text.as_str())).collect();
                to.typed::<ByteArrayType>().write_batch(&bytes, None, None)?;
            }
            // A number of 64 bits without a sign is kept as the same bits.
            Values::Seed(seeds) => {
                let bits: Vec<i64> = seeds.iter().map(|seed| seed.cast_signed()).collect();
                to.typed::<Int64Type>().write_batch(&bits, None, None)?;
            }
            Values::Number(numbers, _) => {
                let known: Vec<i64> = numbers.iter().flatten().map(|number| *number as i64).collect();
                let levels: Vec<i16> = numbers.iter().map(|number| i16::from(number.is_some())).collect();
                to.typed::<Int64Type>().write_batch(&known, Some(&levels), None)?;
            }
        }
        to.close()?;
    }
    group.close()?;
    writer.into_inner()
}

fn field(column: &Column<'_>) -> Result<TypePtr> {
    let (physical, repetition) = match column.values {
        Values::Text(_) => (Physical::BYTE_ARRAY, Repetition::REQUIRED),
        Values::Seed(_) => (Physical::INT64, Repetition::REQUIRED),
        Values::Number(..) => (Physical::INT64, Repetition::OPTIONAL),
    };
    let builder = Type::primitive_type_builder(column.name, physical).with_repetition(repetition);
    let builder = match column.values {
        Values::Text(_) => builder.with_logical_type(Some(LogicalType::String)),
        Values::Seed(_) => builder.with_logical_type(Some(LogicalType::integer(64, false))),
        Values::Number(_, Unit::Count) => builder,
        Values::Number(_, Unit::Share) => {
            builder.with_logical_type(Some(LogicalType::decimal(6, 7))).with_precision(7).with_scale(6)
        }
    };
    Ok(Arc::new(builder.build()?))
}
